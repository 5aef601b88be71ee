import type { Credentials } from '../../app/profiles/model.ts';

/** Credentials as the AWS SDK has them. */
interface SdkCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** Credentials in the form that the AWS SDK takes. */
export function sdkCredentials({ accessKeyId, secretAccessKey, sessionToken }: Credentials): SdkCredentials {
  return { accessKeyId, secretAccessKey, ...(sessionToken === null ? {} : { sessionToken }) };
}

/** Credentials that one of the AWS SDK's providers gave. */
export function givenBySdk(given: SdkCredentials & { expiration?: Date }): Credentials {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = given;
  const keys = { accessKeyId, secretAccessKey, sessionToken: sessionToken ?? null };
  if (expiration !== undefined) return { ...keys, expiry: { kind: 'at', time: expiration.getTime() } };
  return { ...keys, expiry: { kind: sessionToken === undefined ? 'never' : 'unstated' } };
}
