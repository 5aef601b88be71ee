import { shellEnv } from 'shell-env';

/** How long a login shell may take to say its PATH, in milliseconds. */
const TIMEOUT_MS = 5_000;

/**
 * PATH as the user's login shell has it. A program started from a dock or a start menu has a shorter one,
 * and would not find `credential_process` programs, the AWS CLI or SQL clients. A terminal's child has the
 * right one already and asks nobody.
 *
 * @param env the environment of this process
 * @param ask runs the login shell
 */
export async function loginPath(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  ask: () => Promise<Readonly<Record<string, string>>> = shellEnv,
): Promise<string> {
  const own = env['PATH'] ?? '';
  if (platform === 'win32' || env['TERM'] !== undefined) return own;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(own), TIMEOUT_MS);
  });
  try {
    return await Promise.race([ask().then((said) => said['PATH'] ?? own), late]);
  } catch {
    return own;
  } finally {
    clearTimeout(timer);
  }
}
