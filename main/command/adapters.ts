import type { CommandModulePorts } from '../../app/command/module.ts';
import type { CommandLink } from '../../app/command/ports.ts';
import type { Machine } from '../machine.ts';
import { commandLink } from './link.ts';
import { commandFolder } from './open-command.ts';
import { commandPathEntry } from './path-entry.ts';
import { runPowerShell, userPath } from './user-path.ts';
import { commandFile } from './write-client.ts';

/** What the command module needs, on this machine. */
export function commandAdapters({ host, env, home, path }: Machine): CommandModulePorts {
  return { link: commandWord(host.dataFolder, env, home, () => path) };
}

/**
 * What makes the command a word on this system.
 *
 * @param dataFolder Latchkey's own folder
 * @param path PATH as the user's login shell has it
 */
export function commandWord(
  dataFolder: string,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
  path: () => Promise<string>,
): CommandLink {
  const command = commandFile(commandFolder(dataFolder));
  return process.platform === 'win32'
    ? commandPathEntry(command, env['PATH'] ?? '', userPath(runPowerShell(env)))
    : commandLink({ platform: process.platform, home, path, command });
}
