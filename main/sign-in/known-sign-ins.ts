import { unwatchFile, watchFile, type Stats } from 'node:fs';
import type { KnownSignIns } from '../../app/sign-in/ports.ts';
import { isSamePortal, readToken, tokenPath } from '../profiles/sso-token.ts';

/** How often the token files are looked at, in milliseconds: somebody waits for the one that they have just made. */
const POLL_MS = 1_000;

/** Looks at the token files, which AWS's own tools write too. */
export function knownSignIns(env: NodeJS.ProcessEnv): Pick<KnownSignIns, 'look' | 'watch'> {
  return {
    async look(target) {
      const token = await readToken(tokenPath(target, env));
      if (token === null || token.expiresAt <= Date.now()) return { status: 'signed-out' };
      const { startUrl, expiresAt } = token;
      return startUrl === undefined || isSamePortal(startUrl, target.startUrl)
        ? { status: 'signed-in', expiresAt }
        : { status: 'elsewhere', startUrl };
    },
    // a look at the files' times also works where they do not exist yet, or are replaced as a whole
    watch(targets, onChange) {
      const look = (now: Stats, before: Stats): void => {
        if (now.mtimeMs !== before.mtimeMs || now.size !== before.size || now.ino !== before.ino) onChange();
      };
      const paths = [...new Set(targets.map((target) => tokenPath(target, env)))];
      for (const path of paths) watchFile(path, { interval: POLL_MS, persistent: false }, look);
      return () => {
        for (const path of paths) unwatchFile(path, look);
      };
    },
  };
}
