import type { CommandModulePorts } from '../../app/command/module.ts';
import type { Machine } from '../machine.ts';
import { commandLink } from './link.ts';
import { commandFolder } from './open-command.ts';
import { commandFile } from './write-client.ts';

/** What the command module needs, on this machine. */
export function commandAdapters({ host, home, path }: Machine): CommandModulePorts {
  return {
    link: commandLink({
      platform: process.platform,
      home,
      path: () => path,
      command: commandFile(commandFolder(host.dataFolder)),
    }),
  };
}
