import { createHash } from 'node:crypto';
import { unwatchFile, watchFile, type Stats } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { WatchLogins } from '../../app/profiles/ports.ts';

/** How often the files are looked at, in milliseconds: somebody waits for the one that they have just made. */
const POLL_MS = 1_000;

/**
 * Where `aws login` keeps a sign-in (AWS CLI 2.32, and the AWS SDK's credential-provider-login).
 *
 * @param session the profile's `login_session`
 */
export function loginPath(session: string, env: NodeJS.ProcessEnv): string {
  const folder = env['AWS_LOGIN_CACHE_DIRECTORY'] ?? join(env['HOME'] ?? homedir(), '.aws', 'login', 'cache');
  return join(folder, `${createHash('sha256').update(session).digest('hex')}.json`);
}

/** Watches the sign-ins of `aws login`, which the AWS CLI and the AWS SDK write. */
export function watchLogins(env: NodeJS.ProcessEnv): WatchLogins {
  // a look at the files' times also works where they do not exist yet, or are replaced as a whole
  return (sessions, onChange) => {
    const ends = sessions.map((session) => {
      const path = loginPath(session, env);
      const look = (now: Stats, before: Stats): void => {
        if (now.mtimeMs !== before.mtimeMs || now.size !== before.size || now.ino !== before.ino)
          onChange(session);
      };
      watchFile(path, { interval: POLL_MS, persistent: false }, look);
      return () => unwatchFile(path, look);
    });
    return () => ends.forEach((end) => end());
  };
}
