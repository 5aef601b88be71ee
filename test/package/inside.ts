import { join } from 'node:path';
import { extractFile, listPackage, statFile } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

/** What must not be in a package. */
const foreign = /(^|\/)(node_modules|test|scripts|app|renderer\/src)(\/|$)|\.(map|ts|tsx)$|\.(test|spec)\./;
/** All that may be. */
const expected = /^\/(package\.json|out(\/(main|preload|renderer)(\/[\w./-]+)?)?)$/;

/** The files of an application archive. */
export interface Inside {
  readonly files: ReadonlyArray<{ readonly path: string; readonly bytes: number }>;
  /** Those that do not belong there. */
  readonly strange: readonly string[];
  /** The keys of its package.json that say anything. */
  readonly keys: readonly string[];
}

/**
 * Lists what is inside an archive.
 *
 * @param archive the path of `app.asar`
 */
export function lookInside(archive: string): Inside {
  const entries = listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/'));
  const files = entries.flatMap((path) => {
    const entry = statFile(archive, join(...path.split('/')));
    return 'size' in entry ? [{ path, bytes: entry.size }] : [];
  });
  const about: unknown = JSON.parse(extractFile(archive, 'package.json').toString());
  return {
    files,
    strange: entries.filter((path) => foreign.test(path) || !expected.test(path)),
    keys: Object.entries(Object(about)).flatMap(([key, value]) => (value === null ? [] : [key])),
  };
}

/** A fuse in the wire is the digit 0 or 1: https://github.com/electron/electron/blob/main/docs/tutorial/fuses.md */
const ON = '1'.charCodeAt(0);
const OFF = '0'.charCodeAt(0);

/** How each fuse must be: https://www.electronjs.org/docs/latest/tutorial/fuses */
const wanted: ReadonlyArray<readonly [name: string, fuse: FuseV1Options, state: number]> = [
  ['RunAsNode', FuseV1Options.RunAsNode, OFF],
  ['EnableCookieEncryption', FuseV1Options.EnableCookieEncryption, OFF],
  ['NodeOptions', FuseV1Options.EnableNodeOptionsEnvironmentVariable, OFF],
  ['NodeCliInspect', FuseV1Options.EnableNodeCliInspectArguments, OFF],
  ['AsarIntegrity', FuseV1Options.EnableEmbeddedAsarIntegrityValidation, ON],
  ['OnlyLoadAppFromAsar', FuseV1Options.OnlyLoadAppFromAsar, ON],
  ['BrowserV8Snapshot', FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, OFF],
  ['FileProtocolPrivileges', FuseV1Options.GrantFileProtocolExtraPrivileges, OFF],
];

/** Reads a program's fuses: each one's name, whether it is on, and whether that is right. */
export async function readFuses(
  program: string,
): Promise<Array<{ name: string; on: boolean; right: boolean }>> {
  const wire: Readonly<Record<number, unknown>> = { ...(await getCurrentFuseWire(program)) };
  return wanted.map(([name, fuse, state]) => ({
    name,
    on: wire[fuse] === ON,
    right: wire[fuse] === state,
  }));
}
