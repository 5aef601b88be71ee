import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, startServer, type ServerProcess } from './server-process.ts';

/** Debian's `sshd` as a bastion, and the `ssh` of a machine that can reach nothing else. */
export interface Bastion {
  /** The folder whose `ssh` is run, and which goes first on PATH. */
  readonly programs: string;
  /** The same for an `ssh` that runs on this machine itself. */
  readonly programsHere: string;
  readonly folder: string;
  /** Where the bastion is. */
  readonly host: string;
  readonly port: number;
  /** Why `ssh` runs on this machine itself, where it cannot have a network of its own; null where it has one. */
  readonly notApart: string | null;
  /** Runs a program where `ssh` runs, to its end; throws where it fails. */
  readonly runThere: (program: string, args: readonly string[]) => string;
  /** Starts `sshd`, with more lines of configuration than usual. */
  readonly start: (lines?: readonly string[]) => Promise<ServerProcess>;
  /** Has the user's own configuration name a key, and say more of the bastion before all else. */
  readonly configure: (key?: 'user' | 'guarded' | 'stranger', lines?: readonly string[]) => void;
  /** Ends the logins that there are, without a word, and the server. */
  readonly goAway: (server: ServerProcess) => Promise<void>;
  /** Forgets the bastion's key, or knows another one, or the right one. */
  readonly know: (what: 'nothing' | 'another key' | 'its key') => void;
  readonly knownHosts: () => string;
  readonly stop: () => void;
}

/** What every key of the lab that has a passphrase is protected with. */
export const PASSPHRASE = 'correct horse battery';

/**
 * Makes a bastion. Where this user may make network namespaces, `ssh` runs in one that has a cable to the bastion and to
 * nothing else; databases on this machine's loopback can then be reached from the bastion alone.
 *
 * @param isApart whether that is wanted
 */
export function makeBastion({ isApart = true }: { readonly isApart?: boolean } = {}): Bastion {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bastion-'));
  const keygen = (name: string, passphrase = ''): void =>
    void execFileSync('ssh-keygen', [
      '-q',
      '-t',
      'ed25519',
      '-N',
      passphrase,
      '-C',
      name,
      '-f',
      join(folder, name),
    ]);
  for (const name of ['host', 'other-host', 'user', 'stranger']) keygen(name);
  keygen('guarded', PASSPHRASE);
  const network = isApart ? makeNetwork() : HERE;
  const host = network.name === null ? '127.0.0.1' : network.host;
  let port = 0;
  const config = join(folder, 'config');
  const knownHosts = join(folder, 'known_hosts');
  const programs = join(folder, 'programs');
  const programsHere = join(folder, 'programs-here');
  const there = network.name === null ? [] : ['ip', 'netns', 'exec', network.name];
  // the account's own configuration is left alone: ssh finds it by the account, whatever HOME says
  const wrap = (where: string, before: readonly string[]): void => {
    mkdirSync(where);
    const words = [...before, '/usr/bin/ssh', '-F', config].join(' ');
    writeFileSync(join(where, 'ssh'), `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
  };
  wrap(programs, there);
  wrap(programsHere, []);
  const keyLine = (name: string): string => {
    const [type = '', key = ''] = readFileSync(join(folder, `${name}.pub`), 'utf8').split(' ');
    return `[${host}]:${port} ${type} ${key}\n`;
  };

  function configure(key = 'user', lines: readonly string[] = []): void {
    const own = [
      'Host bastion',
      ...lines,
      `HostName ${host}`,
      `Port ${port}`,
      'User root',
      `IdentityFile ${join(folder, key)}`,
      'IdentitiesOnly yes',
      'IdentityAgent none',
      `UserKnownHostsFile ${knownHosts}`,
      'GlobalKnownHostsFile /dev/null',
      // a master of one's own is neither joined nor made
      'ControlMaster auto',
      `ControlPath ${join(folder, 'master')}`,
    ];
    writeFileSync(config, `${own.join('\n')}\n`);
  }

  function know(what: 'nothing' | 'another key' | 'its key'): void {
    writeFileSync(knownHosts, what === 'nothing' ? '' : keyLine(what === 'its key' ? 'host' : 'other-host'));
  }

  return {
    programs,
    programsHere,
    folder,
    host,
    get port() {
      return port;
    },
    notApart: network.whyNot,
    runThere(program, args) {
      const [first = program, ...rest] = [...there, program, ...args];
      return execFileSync(first, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    },
    async start(lines = []) {
      if (port === 0) [port = 0] = await freePorts(1);
      // where sshd leaves its rights behind; no start of the system has made it here
      mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
      const keys = join(folder, 'authorized_keys');
      writeFileSync(
        keys,
        ['user', 'guarded'].map((name) => readFileSync(join(folder, `${name}.pub`))).join(''),
      );
      const file = join(folder, 'sshd_config');
      const own = [
        ...lines,
        `Port ${port}`,
        `ListenAddress ${host}`,
        `HostKey ${join(folder, 'host')}`,
        `AuthorizedKeysFile ${keys}`,
        'PidFile none',
        'UsePAM no',
        'StrictModes no',
        'UseDNS no',
        'PermitRootLogin yes',
        'PasswordAuthentication no',
        'KbdInteractiveAuthentication no',
        'MaxStartups 100',
      ];
      writeFileSync(file, `${own.join('\n')}\n`);
      configure();
      know('its key');
      const program = { path: '/usr/sbin/sshd', args: ['-D', '-e', '-f', file], account: undefined, folder };
      return startServer(program, /Server listening on/);
    },
    configure,
    async goAway(server) {
      // each login is a process of its own, in a session of its own
      const children = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8');
      for (const pid of children.split(' ').filter(Boolean)) process.kill(Number(pid), 'SIGTERM');
      await server.stop('SIGTERM');
    },
    know,
    knownHosts: () => readFileSync(knownHosts, 'utf8'),
    stop() {
      network.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** No network of its own is wanted. */
const HERE = { name: null, host: '127.0.0.1', whyNot: null, remove: () => undefined };

/** A network namespace with a cable to this machine; without a name, and with the reason, where none can be made. */
function makeNetwork() {
  const ip = (...args: readonly string[]): void => void execFileSync('ip', args, { stdio: 'pipe' });
  const id = process.pid % 16_384;
  const [name, here, there] = [`latchkey-${process.pid}`, `lk${id}a`, `lk${id}b`];
  const net = `10.213.${Math.floor(id / 64)}`;
  const host = `${net}.${(id % 64) * 4 + 1}`;
  const remove = (): void => {
    try {
      ip('netns', 'delete', name);
    } catch {
      // it was not made
    }
  };
  try {
    ip('netns', 'add', name);
    ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', name);
    ip('address', 'add', `${host}/30`, 'dev', here);
    ip('link', 'set', here, 'up');
    ip('-n', name, 'address', 'add', `${net}.${(id % 64) * 4 + 2}/30`, 'dev', there);
    ip('-n', name, 'link', 'set', there, 'up');
    ip('-n', name, 'link', 'set', 'lo', 'up');
    ip('netns', 'exec', name, 'true');
    return { name, host, whyNot: null, remove };
  } catch (cause) {
    remove();
    const whyNot = cause instanceof Error ? (cause.message.split('\n')[1] ?? cause.message) : String(cause);
    return { name: null, host, whyNot, remove: () => undefined };
  }
}
