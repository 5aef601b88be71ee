/**
 * Every cause that is known, in the order in which they are to be mended: who signs, for what, how to get there,
 * the server, the user, the policy, the database. What comes later cannot be seen, or does not matter, before
 * what comes earlier is mended. Those behind the line do not keep anybody out.
 */
export const CAUSES = [
  'credentials-unusable',
  'credentials-ended',
  'clock-wrong',
  'other-account',
  'wrong-region',
  'alias-signed',
  'wrong-port',
  'database-not-available',
  'unreachable',
  'no-tls',
  'certificate-unknown',
  'certificate-expired',
  'name-mismatch',
  'connections-full',
  'iam-change-pending',
  'iam-off',
  'proxy-iam-off',
  'proxy-no-secret',
  'user-name-case',
  'not-an-iam-user',
  'condition-unsupported',
  'former-resource-id',
  'policy-wrong-arn',
  'policy-denies',
  'policy-missing',
  'boundary-denies',
  'organization-denies',
  'proxy-role',
  'throttled',
  'low-memory',
  'session-policy',
  'user-not-let-in',
  'database-missing',
  'database-denied',
  'slots-reserved',
  'dsql-refused',
  'server-words',
  // from here on: nobody is kept out, but it is worth to be known
  'client-without-tls',
  'cleartext-off',
  'token-damaged',
  'token-ended',
  'token-for-another',
  'clock-drifting',
  'passwords-end',
] as const;

/** Why somebody cannot log in, or what else is wrong. */
export type CauseId = (typeof CAUSES)[number];

/** Place of a cause in the order of mending. */
export function rankOf(cause: CauseId): number {
  return CAUSES.indexOf(cause);
}

/** Whether a cause keeps somebody out who logs in now with a new token. */
export function keepsOut(cause: CauseId): boolean {
  return rankOf(cause) < CAUSES.indexOf('client-without-tls');
}
