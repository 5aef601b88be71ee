import { spawn } from 'node:child_process';
import type { ClientsModulePorts } from '../../app/clients/module.ts';
import type { Machine } from '../machine.ts';
import { createLauncher } from './launcher.ts';
import { resolveHost } from './resolve-host.ts';
import { clientChoicesSchema } from './state-file.ts';

/** What the clients module needs, on this machine. */
export function clientsAdapters(machine: Machine): ClientsModulePorts {
  const { host, env, platform, home, path, runFolder, clock, stateFile } = machine;
  return {
    launcher: createLauncher({
      platform,
      environment: env,
      path: () => path,
      home,
      dataFolder: host.dataFolder,
      runFolder,
      spawn,
      clock,
    }),
    resolveHost,
    choicesFile: stateFile('clients.json', clientChoicesSchema),
    chooseProgram: host.chooseProgram,
  };
}
