import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { whyNotStarted } from '../../app/clients/batch-file.ts';
import type { TerminalPlan } from '../../app/clients/catalogue/definition.ts';
import type { Platform } from '../../app/clients/model.ts';
import type { ClientLauncher, TerminalSubject } from '../../app/clients/ports.ts';
import type { Clock } from '../../app/common/clock.ts';
import { fail, succeed, type Result } from '../../app/common/result.ts';
import { versionAsker } from './ask-version.ts';
import { caBundle } from './ca-bundle.ts';
import { chooseTerminal, findTerminals, type FoundTerminal } from './find-terminal.ts';
import { watchForFailure } from './failed-at-once.ts';
import { locate } from './locate.ts';
import { openTerminal, type Spawn } from './open-terminal.ts';
import { openWindow } from './open-window.ts';
import { posixScript } from './posix-script.ts';
import { powershellScript } from './powershell-script.ts';
import { fillRunFolder, makeRunFolder } from './run-folder.ts';

/** What the launcher gets from outside. */
export interface LauncherSurroundings {
  readonly platform: Platform;
  /** The environment that programs are started with. */
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

/** Finds and opens SQL clients with this machine's own programs. */
export function createLauncher(around: LauncherSurroundings): ClientLauncher {
  const { platform, environment, home } = around;
  const locations = async () => ({ platform, environment, home, path: await around.path() });

  /** The finder has left batch files out; nothing starts one all the same. */
  function refuseBatchFile(program: string): Result<never> | null {
    const why = whyNotStarted(program, platform);
    return why === null ? null : fail('launch-failed', why);
  }

  async function inTerminal(
    terminal: FoundTerminal,
    plan: TerminalPlan,
    client: TerminalSubject,
  ): Promise<Result<void>> {
    const refused = refuseBatchFile(client.program);
    if (refused !== null) return refused;
    const windows = platform === 'win32';
    const made = await makeRunFolder(around.runFolder, scriptNames[platform] ?? 'start.sh');
    if (!made.ok) return made;
    const folder = made.value;
    const { path, secretFile, endFile } = folder;
    const subject = { ...client, folder: path, secretFile, endFile };
    // Windows PowerShell 5.1 takes a script without a byte order mark for the system's code page
    const script = windows ? `\ufeff${powershellScript(plan, subject)}` : posixScript(plan, subject);
    const filled = await fillRunFolder(folder, script, plan.secret.content);
    if (!filled.ok) return filled;
    const command = {
      name: terminal.definition.name,
      command: terminal.definition.command(terminal.found, folder.scriptFile),
      environment,
      workingFolder: home,
      keepErrors: !windows,
      ifSilent: terminal.definition.ifSilent,
    };
    const opened = await openTerminal(command, folder, around);
    if (opened.ok && client.onFailedAtOnce !== undefined) {
      watchForFailure(folder.endFile, around.clock, client.onFailedAtOnce);
    }
    return opened;
  }

  return {
    platform,
    locate: async (definition, setPath) => locate(definition, setPath, await locations()),
    askVersion: versionAsker(environment),
    terminals: async () =>
      (await findTerminals(await locations())).map(({ definition }) => ({
        id: definition.id,
        name: definition.name,
      })),
    async terminal(wanted) {
      const chosen = await chooseTerminal(wanted, await locations());
      if (!chosen.ok) return chosen;
      return succeed({
        name: chosen.value.definition.name,
        open: (plan, subject) => inTerminal(chosen.value, plan, subject),
      });
    },
    certificates: (caFile) => caBundle(around.dataFolder, caFile),
    ownOptionFile: async () => (platform === 'win32' ? null : readable(join(home, '.my.cnf'))),
    async openWindow(client, plan, name) {
      const refused = refuseBatchFile(client.where);
      if (refused !== null) return refused;
      const made = await makeRunFolder(around.runFolder, 'none');
      return made.ok ? openWindow(client, plan, name, made.value, around) : made;
    },
  };
}

/** Names by which the terminals know a script for what it is: macOS runs `.command`, Windows `.ps1`. */
const scriptNames: Partial<Record<Platform, string>> = { darwin: 'start.command', win32: 'start.ps1' };

async function readable(file: string): Promise<string | null> {
  return access(file).then(
    () => file,
    () => null,
  );
}
