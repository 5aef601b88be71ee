import '../../quiet-aws-sdk.ts';
import { DsqlSigner } from '@aws-sdk/dsql-signer';
import { Secret } from '../../../app/common/secret.ts';
import { DSQL_ADMIN } from '../../../app/doctor/policy/database.ts';
import type { Subject } from '../../../app/doctor/subject.ts';
import type { Credentials } from '../../../app/profiles/model.ts';
import { sdkCredentials } from '../../profiles/sdk-credentials.ts';

/** How long a token of Aurora DSQL is good for, in seconds: as long as RDS's. */
const LIFE_S = 900;

/**
 * Signs a token as Aurora DSQL takes it: it names no user, and the administrator has an action of its own.
 * https://docs.aws.amazon.com/aurora-dsql/latest/userguide/SECTION_authentication-token.html
 */
export async function signForDsql(
  { address, region, dbUser }: Pick<Subject, 'address' | 'region' | 'dbUser'>,
  credentials: Credentials,
): Promise<Secret> {
  const signer = new DsqlSigner({
    hostname: address.host,
    region,
    credentials: sdkCredentials(credentials),
    expiresIn: LIFE_S,
  });
  const token = dbUser === DSQL_ADMIN ? signer.getDbConnectAdminAuthToken() : signer.getDbConnectAuthToken();
  return new Secret(await token);
}
