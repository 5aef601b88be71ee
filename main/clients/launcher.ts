import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLine } from '../../app/clients/command-line.ts';
import { launchPlan } from '../../app/clients/launch-plan.ts';
import { clientId, type ClientId } from '../../app/clients/model.ts';
import type { ClientLauncher, ClientTarget, PreparedClient } from '../../app/clients/ports.ts';
import type { Clock } from '../../app/clock.ts';
import { fail, succeed, type Result } from '../../app/failure.ts';
import { caBundle } from './ca-bundle.ts';
import { findProgram, type Found } from './find-programs.ts';
import { chooseTerminal, findTerminals, type FoundTerminal } from './find-terminal.ts';
import { dialectOf } from './mysql-dialect.ts';
import { openTerminal, type Spawn } from './open-terminal.ts';
import { posixScript } from './posix-script.ts';
import { powershellScript } from './powershell-script.ts';
import { clientFolders, installHint } from './program-folders.ts';
import { fillRunFolder, makeRunFolder } from './run-folder.ts';

/** What the launcher gets from outside. */
export interface LauncherSurroundings {
  readonly platform: NodeJS.Platform;
  /** The environment that terminals are started with. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** PATH as the user's login shell has it. */
  path(): Promise<string>;
  /** The user's home folder. */
  readonly home: string;
  /** Latchkey's own folder, for RDS's certificates. */
  readonly dataFolder: string;
  /** The folder of the private folders of single starts; see `sweep`. */
  readonly runFolder: string;
  readonly spawn: Spawn;
  readonly clock: Clock;
}

/** A client that is there. */
interface FoundClient {
  readonly id: ClientId;
  readonly dialect: ClientId;
  readonly program: string;
}

/** Finds and opens SQL clients with this machine's own programs. */
export function createLauncher(around: LauncherSurroundings): ClientLauncher {
  const { platform, environment, home } = around;

  async function places() {
    return { platform, environment, home, path: await around.path() };
  }

  async function look(id: ClientId, path: string): Promise<Found> {
    return findProgram(id, { platform, path, folders: clientFolders(platform, id, environment) });
  }

  async function findClient(id: ClientId, path: string): Promise<Result<FoundClient>> {
    const found = await look(id, path);
    if (found.program !== null) {
      return succeed({ id, dialect: await dialectOf(id, found.program), program: found.program });
    }
    return fail('client-not-found', `${id} was not found on this computer.`, {
      hint: `To get it: ${installHint(platform, id)}. Looked in ${found.looked.join(', ')}.`.slice(0, 4_000),
    });
  }

  async function open(
    client: FoundClient,
    terminal: FoundTerminal,
    caPath: string,
    target: ClientTarget,
    token: string,
  ): Promise<Result<{ terminal: string }>> {
    const windows = platform === 'win32';
    const plan = launchPlan(target, token, {
      dialect: client.dialect,
      caPath,
      fileDescriptors: !windows,
      ownOptionFile: windows ? null : await readable(join(home, '.my.cnf')),
    });
    if (!plan.ok) return plan;
    const made = await makeRunFolder(around.runFolder, scriptNames[platform] ?? 'start.sh');
    if (!made.ok) return made;
    const folder = made.value;
    const subject = {
      folder: folder.path,
      secretFile: folder.secretFile,
      program: client.program,
      clientName: client.id,
      banner: bannerOf(target),
    };
    // Windows PowerShell 5.1 takes a script without a byte order mark for the system's code page
    const script = windows
      ? `\ufeff${powershellScript(plan.value, subject)}`
      : posixScript(plan.value, subject);
    const filled = await fillRunFolder(folder, script, plan.value.secret.content);
    if (!filled.ok) return filled;
    const command = {
      name: terminal.form.name,
      command: terminal.form.command(terminal.found, folder.scriptFile),
      environment,
      workingFolder: home,
      keepErrors: !windows,
    };
    const opened = await openTerminal(command, folder, around);
    return opened.ok ? succeed({ terminal: terminal.form.name }) : opened;
  }

  return {
    async find() {
      const at = await places();
      const clients = clientId.options.map(async (id) => ({
        id,
        name: id,
        found: (await look(id, at.path)).program !== null,
      }));
      const terminals = (await findTerminals(at)).map(({ form }) => ({ id: form.id, name: form.name }));
      return { clients: await Promise.all(clients), terminals };
    },

    async prepare(id, wanted, caFile): Promise<Result<PreparedClient>> {
      const at = await places();
      const client = await findClient(id, at.path);
      if (!client.ok) return client;
      const terminal = await chooseTerminal(wanted, at);
      if (!terminal.ok) return terminal;
      const ca = await caBundle(around.dataFolder, caFile);
      if (!ca.ok) return ca;
      return succeed({
        open: (target, token) => open(client.value, terminal.value, ca.value, target, token),
      });
    },

    async commandLine(id, target, caFile) {
      const ca = await caBundle(around.dataFolder, caFile);
      if (!ca.ok) return ca;
      const client = await findClient(id, await around.path());
      const dialect = client.ok ? client.value.dialect : id;
      return succeed(commandLine(target, { id, dialect }, ca.value));
    },
  };
}

/** Names by which the terminals know a script for what it is: macOS runs `.command`, Windows `.ps1`. */
const scriptNames: Partial<Record<NodeJS.Platform, string>> = { darwin: 'start.command', win32: 'start.ps1' };

/** Where one is, in a line without control characters, which a terminal would obey. */
function bannerOf(target: ClientTarget): string {
  const where = `${target.dbUser}@${target.host}:${target.port}`;
  return `Latchkey: ${target.name}, ${where}`.replace(/\p{Cc}/gu, ' ');
}

async function readable(file: string): Promise<string | null> {
  return access(file).then(
    () => file,
    () => null,
  );
}
