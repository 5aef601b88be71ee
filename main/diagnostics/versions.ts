import { arch, homedir, release, type, userInfo } from 'node:os';
import type { Person, Versions } from '../../app/diagnostics/model.ts';

/**
 * What runs here.
 *
 * @param latchkey Latchkey's own version
 */
export function versions(latchkey: string): Versions {
  const { electron, chrome, node } = process.versions;
  return {
    latchkey,
    electron: electron ?? null,
    chromium: chrome ?? null,
    node,
    os: `${type()} ${release()} ${arch()}`,
  };
}

/** Whom diagnostics are not to name. */
export function person(): Person {
  return { home: homedir(), user: userName() };
}

/** A process may run as a user that the system has no name for. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
