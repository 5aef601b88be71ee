import type { Credentials } from '../../app/profiles/model.ts';

/** Credentials in the form that the AWS SDK takes. */
export function sdkCredentials({ accessKeyId, secretAccessKey, sessionToken }: Credentials): {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
} {
  return { accessKeyId, secretAccessKey, ...(sessionToken === null ? {} : { sessionToken }) };
}
