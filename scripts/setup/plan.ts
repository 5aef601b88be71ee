import type { Manager, Need } from './need.ts';

/** What planning has to know of a machine. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** Whether PATH has this program. */
  readonly hasProgram: (name: string) => boolean;
  /** Whether a file is there; `*` stands for one path segment. */
  readonly hasFile: (pattern: string) => boolean;
  /** Whether the dynamic linker finds this shared library. */
  readonly hasLibrary: (soname: string) => boolean;
}

/** The needs that this machine does not meet yet. */
export function missing(needs: readonly Need[], machine: Machine): Need[] {
  return needs.filter(
    (need) =>
      (need.on?.includes(machine.platform) ?? true) &&
      !need.foundBy.some((probe) => {
        if ('program' in probe) return machine.hasProgram(probe.program);
        return 'file' in probe ? machine.hasFile(probe.file) : machine.hasLibrary(probe.library);
      }),
  );
}

/** The package manager to use: apt, Homebrew or winget, where it is. */
export function managerOf(machine: Pick<Machine, 'platform' | 'hasProgram'>): Manager | undefined {
  if (machine.platform === 'linux' && machine.hasProgram('apt-get')) return 'apt';
  if (machine.platform === 'darwin' && machine.hasProgram('brew')) return 'brew';
  if (machine.platform === 'win32' && machine.hasProgram('winget')) return 'winget';
  return undefined;
}

/** One package for each need: the first name that the manager knows, else the first. */
export function packagesFor(
  manager: Manager,
  absent: readonly Need[],
  isKnown: (name: string) => boolean,
): string[] {
  return absent.flatMap((need) => {
    const names = need.packages[manager] ?? [];
    return names.find((name) => names.length === 1 || isKnown(name)) ?? names[0] ?? [];
  });
}

/** A command line: program and arguments. */
export type Command = readonly [string, ...string[]];

/** Commands that install `packages`, in order. On apt its lists have been updated before. */
export function installCommands(manager: Manager, packages: readonly string[]): Command[] {
  if (packages.length === 0) return [];
  switch (manager) {
    case 'apt':
      return [['sh', '-c', QUIET_APT_INSTALL, 'setup', ...packages]];
    case 'brew':
      return packages.map((name): Command => ['brew', 'install', ...name.split(' ')]);
    case 'winget':
      return packages.map((name): Command => [
        'winget',
        'install',
        '--exact',
        '--accept-package-agreements',
        '--accept-source-agreements',
        '--id',
        name,
      ]);
  }
}

/**
 * Debian starts a server as soon as it is installed, and makes a PostgreSQL cluster. Tests bring their own,
 * so both are prevented for the length of the installation (invoke-rc.d(8), pg_createcluster(1)), and the
 * MariaDB service is not left to start at the next boot. In shell for its trap: interrupted, it tidies too.
 */
const QUIET_APT_INSTALL = `set -eu
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d clusters=/etc/postgresql-common/createcluster.d made=
trap 'rm -f $made' EXIT
trap 'exit 130' INT TERM HUP
if [ ! -e $policy ]; then
  made=$policy
  printf '#!/bin/sh\\nexit 101\\n' >$policy
  chmod 755 $policy
fi
mkdir -p $clusters
made="$made $clusters/latchkey-setup.conf"
echo 'create_main_cluster = false' >$clusters/latchkey-setup.conf
apt-get install -y -q --no-install-recommends "$@"
case " $* " in *' mariadb-server '*) update-rc.d mariadb disable >/dev/null 2>&1 || true ;; esac`;
