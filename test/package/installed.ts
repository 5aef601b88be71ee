import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import type { Expect } from './expectations.ts';

const NAME = 'latchkey';

/** The program as a package puts it on everybody's PATH. */
export const INSTALLED_PROGRAM = '/usr/bin/latchkey-desktop';

/** Where a package of Latchkey's may put something. */
const TOUCHED = [
  '/opt',
  '/usr/bin',
  '/usr/share/applications',
  '/usr/share/icons/hicolor',
  '/etc/alternatives',
  '/etc/apparmor.d',
  '/var/lib/dpkg/alternatives',
];

/** The names of all that is where a package may put something, and of all packages. */
function machineNow(): string {
  const names = TOUCHED.filter(existsSync).flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      // an index of the folder, which every package of an icon renews
      .filter((name) => name !== 'icon-theme.cache' && name !== 'mimeinfo.cache')
      .map((name) => `${folder}/${name}`),
  );
  return [...names, packages()].toSorted().join('\n');
}

function packages(): string {
  return dpkg('dpkg-query', '-W', '-f', '${Package} ${Version} ${db:Status-Abbrev}\n').said;
}

/** Why a package is not to be installed here; null where it may be. */
export function whyNotInstalled(): string | null {
  if (process.getuid?.() !== 0) return 'installing takes root';
  if (!existsSync('/usr/bin/dpkg')) return 'there is no dpkg';
  return existsSync(INSTALLED_PROGRAM) || isKnown() ? 'a Latchkey is installed already' : null;
}

/**
 * Installs a package for all users, does something with it, and purges it, whatever happens: also where this process is
 * told to end. What it depends on is not installed along with it, so that the machine is left as it was.
 */
export async function whileInstalled(file: string, expect: Expect, work: () => Promise<void>): Promise<void> {
  const before = machineNow();
  const purgeAndEnd = (): void => {
    purge();
    process.exit(1);
  };
  process.once('SIGINT', purgeAndEnd).once('SIGTERM', purgeAndEnd).once('exit', purge);
  try {
    const installed = dpkg('dpkg', '--force-depends', '--install', file);
    expect(installed.ok, `dpkg --install ${file.split('/').at(-1) ?? ''}`);
    if (!installed.ok) console.log(installed.said);
    else await work();
  } finally {
    purge();
    process.off('SIGINT', purgeAndEnd).off('SIGTERM', purgeAndEnd).off('exit', purge);
    const after = machineNow();
    expect(after === before, 'purged, and nothing is left of it');
    if (after !== before) console.log(differences(before, after));
  }
}

function purge(): void {
  if (isKnown()) dpkg('dpkg', '--purge', NAME);
}

function isKnown(): boolean {
  return dpkg('dpkg-query', '-W', NAME).ok;
}

function dpkg(program: string, ...args: readonly string[]): { ok: boolean; said: string } {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    maxBuffer: 64 * 1024 * 1024,
  });
  return { ok: status === 0, said: status === 0 ? stdout : `${stdout}${stderr}` };
}

function differences(before: string, after: string): string {
  const [old, now] = [new Set(before.split('\n')), new Set(after.split('\n'))];
  return [
    ...[...now].filter((line) => !old.has(line)).map((line) => `+ ${line}`),
    ...[...old].filter((line) => !now.has(line)).map((line) => `- ${line}`),
  ].join('\n');
}
