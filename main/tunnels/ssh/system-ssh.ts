import { rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { tunnelEndOf, type LocalEnd, type TunnelEnd } from '../../../app/tunnels/model.ts';
import type { RunningSsh, Ssh, SshEvents, SshForwarding } from '../../../app/tunnels/ssh/ports.ts';
import { readRefusal, readSshEnd } from '../../../app/tunnels/ssh/read-errors.ts';
import { sshArguments } from './arguments.ts';
import { writeAskpass } from './askpass-program.ts';
import { serveAskpass } from './askpass-server.ts';
import { sshEnvironment } from './environment.ts';
import { makePrivateFolder, notePid, sweepPrivateFolders } from './private-folder.ts';
import { startGroup, type ProcessGroup } from './process-group.ts';
import { findSsh } from './program.ts';

/** How often it is looked whether it takes connections, in milliseconds. */
const READY_POLL_MS = 50;
/** How many lines of its standard error are kept. */
const MAX_LINES = 100;
/** What it writes at `LogLevel=DEBUG1` when it takes connections on a port. */
const LISTENS = /^debug1: Local forwarding listening on .+ port \d+\.$/;

/** What the system's `ssh` takes from this machine. */
export interface SshSurroundings {
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly home: string;
  /** PATH as the user's login shell has it. */
  readonly path: Promise<string>;
  /** Where its askpass program is written: a folder of its own. */
  readonly askpassFolder: string;
  /** What it takes connections on: a Unix socket, which other users cannot reach; a port on Windows, which has none for `ssh`. */
  readonly listensOn: 'socket' | 'port';
  readonly platform: NodeJS.Platform;
  readonly report: (where: string, cause: unknown) => void;
}

/** The system's `ssh`. */
export function systemSsh(around: SshSurroundings): Ssh {
  let swept: Promise<void> | null = null;
  const sweep = (): Promise<void> => {
    swept ??= (around.platform === 'win32' ? Promise.resolve() : sweepPrivateFolders(around.env)).catch(
      (cause: unknown) => around.report('what an earlier ssh has left', cause),
    );
    return swept;
  };
  return { start: (to, events) => start(to, events, { ...around, sweep }) };
}

function start(
  to: SshForwarding,
  events: SshEvents,
  around: SshSurroundings & { readonly sweep: () => Promise<void> },
): RunningSsh {
  const { env, home, platform, listensOn } = around;
  const undo: (() => void | Promise<void>)[] = [];
  let lines: string[] = [];
  let isOver = false;
  let isReady = false;
  let cannotAsk = false;
  let group: ProcessGroup | null = null;

  async function clear(): Promise<void> {
    isOver = true;
    for (const step of undo.splice(0).toReversed()) await step();
  }

  function finish(why: TunnelEnd): void {
    if (isOver) return;
    void clear();
    events.onEnd(why);
  }

  function ready(local: LocalEnd): void {
    if (isOver || isReady) return;
    isReady = true;
    // what it wrote while it logged in says nothing of its end
    lines = [];
    events.onReady(local);
  }

  function hear(line: string, local: LocalEnd): void {
    if ('port' in local && LISTENS.test(line)) return ready(local);
    if (line.startsWith('debug1: ')) return;
    const refusal = readRefusal(line);
    if (refusal !== null) return isOver ? undefined : events.onRefused(refusal);
    lines = [...lines.slice(1 - MAX_LINES), line];
  }

  function endOf(code: string | null): TunnelEnd {
    if (code !== null) return tunnelEndOf(code === 'ENOENT' ? 'ssh-missing' : 'ssh-failed', code);
    const why = readSshEnd(lines);
    const wouldAsk = why.code === 'ssh-host-unknown' || why.code === 'ssh-auth-refused';
    return cannotAsk && wouldAsk ? tunnelEndOf('ssh-too-old') : why;
  }

  async function begin(): Promise<void> {
    await around.sweep();
    const path = await around.path;
    const program = await findSsh(platform, path);
    if (program === null) return finish(tunnelEndOf('ssh-missing'));
    const needsFolder = listensOn === 'socket' || (to.mayAsk && program.takesAskpass);
    const folder = needsFolder ? await makePrivateFolder(env) : null;
    if (folder !== null) undo.push(() => rm(folder, { recursive: true, force: true }));
    const local: LocalEnd =
      listensOn === 'socket' && folder !== null ? { path: join(folder, 's') } : { port: await freePort() };
    let askpass: Parameters<typeof sshEnvironment>[2] = null;
    if (to.mayAsk && program.takesAskpass && folder !== null) {
      const { accessFile, stop } = await serveAskpass(folder, events.ask);
      undo.push(stop);
      askpass = { program: await writeAskpass(around.askpassFolder), accessFile };
    }
    if (isOver) return clear();
    cannotAsk = to.mayAsk && askpass === null;
    group = startGroup(
      {
        program: program.path,
        args: sshArguments({ ...to, mayAsk: askpass !== null }, local),
        env: sshEnvironment(env, path, askpass),
        folder: home,
      },
      { onLine: (line) => hear(line, local), onEnd: (code) => finish(endOf(code)) },
    );
    if (folder !== null && group.pid !== undefined) await notePid(folder, group.pid).catch(() => undefined);
    if ('path' in local && !isOver) watch(local);
  }

  /** It binds its socket once it is logged in, and listens on it at once. To connect would connect to the database. */
  function watch(local: { readonly path: string }): void {
    const timer = setInterval(() => {
      void stat(local.path).then(
        (found) => {
          if (!found.isSocket()) return;
          clearInterval(timer);
          ready(local);
        },
        () => undefined,
      );
    }, READY_POLL_MS);
    undo.push(() => clearInterval(timer));
  }

  const begun = begin().catch((cause: unknown) => {
    around.report('ssh', cause);
    finish(tunnelEndOf('ssh-failed', 'it could not be prepared; the log says more'));
  });
  return {
    async end() {
      isOver = true;
      await begun;
      await group?.end();
      await clear();
    },
  };
}

/** A port of the loopback that is free now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
