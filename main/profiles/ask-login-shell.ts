import { spawn } from 'node:child_process';
import { userInfo } from 'node:os';

/** How long a login shell may take, in milliseconds. */
const TIMEOUT_MS = 5_000;

/** More than this is no environment, in characters. */
const MAX_OUTPUT = 1024 * 1024;

const MARK = '_LATCHKEY_ENVIRONMENT_';

/** What start-up files print goes before the first mark; the value of a variable may have several lines. */
const COMMAND = `printf %s ${MARK}; command env -0 2>/dev/null || command env; printf %s ${MARK}; exit`;

/** Keeps zsh from asking to be updated, and from becoming tmux (Oh My Zsh, "Getting Updates" and its tmux plugin). */
const QUIET = { DISABLE_AUTO_UPDATE: 'true', ZSH_TMUX_AUTOSTART: 'false', ZSH_TMUX_AUTOSTARTED: 'true' };

/** Asks the login shell for its environment; empty where it fails, says nothing that is understood, or takes too long. */
export type AskLoginShell = (
  env: Readonly<NodeJS.ProcessEnv>,
) => Promise<Readonly<Record<string, string | undefined>>>;

/**
 * Runs the user's shell as a terminal does, as a login shell and interactive, for people set their variables in the
 * files of either (bash(1), "INVOCATION"; zsh(1), "STARTUP/SHUTDOWN FILES"). It has no terminal and nothing to read, so
 * that a question there is answered by the end of its input. Whatever it does it is over after five seconds, with all
 * that it has started.
 *
 * @param timeoutMs for tests
 */
export function askLoginShell(timeoutMs: number = TIMEOUT_MS): AskLoginShell {
  return (env) =>
    new Promise((resolve) => {
      let said = '';
      const child = spawn(shellIn(env), ['-ilc', COMMAND], {
        env: { ...env, ...QUIET },
        stdio: ['ignore', 'pipe', 'ignore'],
        detached: true,
      });
      const end = (found: ReturnType<typeof variablesIn>): void => {
        clearTimeout(deadline);
        child.stdout.destroy();
        resolve(found ?? {});
      };
      const stop = (): void => {
        end(null);
        if (child.pid === undefined) return;
        try {
          process.kill(-child.pid, 'SIGKILL');
        } catch {
          // it has ended meanwhile
        }
      };
      const deadline = setTimeout(stop, timeoutMs);
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        // what a start-up file has left running may hold the output open
        const found = variablesIn(said);
        if (found !== null) end(found);
        else if (said.length > MAX_OUTPUT) stop();
      });
      child.on('error', () => end(null));
      child.on('close', () => end(variablesIn(said)));
    });
}

function shellIn({ SHELL }: Readonly<NodeJS.ProcessEnv>): string {
  if (SHELL) return SHELL;
  try {
    return userInfo().shell ?? '/bin/sh';
  } catch {
    return '/bin/sh';
  }
}

/** The variables between the marks; null where the second mark has not come. */
function variablesIn(said: string): Record<string, string> | null {
  const [, environment, after] = said.split(MARK);
  if (environment === undefined || after === undefined) return null;
  const entries = environment.split(environment.includes('\0') ? '\0' : '\n');
  return Object.fromEntries(
    entries.flatMap((entry) => {
      const at = entry.indexOf('=');
      return at > 0 ? [[entry.slice(0, at), entry.slice(at + 1)] as const] : [];
    }),
  );
}
