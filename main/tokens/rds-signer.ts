import { Signer } from '@aws-sdk/rds-signer';
import type { SignToken } from '../../app/tokens/ports.ts';
import { sdkCredentials } from '../profiles/sdk-credentials.ts';
import { signedToken } from './signed-token.ts';

/**
 * Signs with AWS's own signer as RDS takes it.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.Connecting.html
 */
export const signWithRdsSigner: SignToken = async ({ host, port, region, dbUser }, credentials) => {
  const signer = new Signer({
    hostname: host,
    port,
    region,
    username: dbUser,
    credentials: sdkCredentials(credentials),
  });
  return signedToken(await signer.getAuthToken());
};
