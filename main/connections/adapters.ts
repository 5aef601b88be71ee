import type { ConnectionsModulePorts } from '../../app/connections/module.ts';
import type { Machine } from '../machine.ts';
import { connectionsSchema } from './state-file.ts';

/** What the connections module needs, on this machine. */
export function connectionsAdapters({ host, stateFile }: Machine): ConnectionsModulePorts {
  return {
    file: stateFile('connections.json', connectionsSchema),
    sharedFiles: host.sharedFiles,
    chooseCaFile: host.chooseCaFile,
  };
}
