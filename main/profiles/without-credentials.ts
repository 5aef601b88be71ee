/**
 * The variables that are credentials themselves; what else begins with `AWS_` names a file, a profile or a region.
 * https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html#EVarSettings
 */
const CREDENTIALS = new Set([
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  // the older name of the same
  'AWS_SECURITY_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
]);

/** An environment for programs that have no business with AWS. Windows takes names in any case. */
export function withoutCredentials(env: Readonly<NodeJS.ProcessEnv>): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !CREDENTIALS.has(entry[0].toUpperCase()),
  );
  return Object.fromEntries(kept);
}
