import { DsqlSigner } from '@aws-sdk/dsql-signer';
import { DSQL_ADMIN } from '../../app/tokens/model.ts';
import type { SignToken } from '../../app/tokens/ports.ts';
import { sdkCredentials } from '../profiles/sdk-credentials.ts';
import { signedToken } from './signed-token.ts';

/** How long a token of Aurora DSQL is good for, in seconds: as long as RDS's, though AWS would allow a week. */
const LIFE_S = 900;

/**
 * Signs with AWS's own signer as Aurora DSQL takes it: the token names neither port nor user, and the administrator has
 * an action of its own.
 * https://docs.aws.amazon.com/aurora-dsql/latest/userguide/SECTION_authentication-token.html
 */
export const signWithDsqlSigner: SignToken = async ({ host, region, dbUser }, credentials) => {
  const signer = new DsqlSigner({
    hostname: host,
    region,
    credentials: sdkCredentials(credentials),
    expiresIn: LIFE_S,
  });
  return signedToken(
    await (dbUser === DSQL_ADMIN ? signer.getDbConnectAdminAuthToken() : signer.getDbConnectAuthToken()),
  );
};
