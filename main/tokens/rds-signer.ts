import { Signer } from '@aws-sdk/rds-signer';
import type { SignToken } from '../../app/tokens/ports.ts';
import { sdkCredentials } from '../profiles/sdk-credentials.ts';

/**
 * Signs with AWS's own signer, and reads back from the token when it was signed and how long it is good
 * for, so that what is shown is what the database will check.
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
  const token = await signer.getAuthToken();
  const query = new URLSearchParams(token.slice(token.indexOf('?')));
  const signedAt = parseAmzDate(query.get('X-Amz-Date') ?? '');
  return { token, signedAt, validUntil: signedAt + Number(query.get('X-Amz-Expires')) * 1_000 };
};

/** Milliseconds since the epoch of `YYYYMMDDTHHMMSSZ` (Signature Version 4's date). */
function parseAmzDate(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}
