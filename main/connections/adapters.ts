import type { ConnectionsModulePorts } from '../../app/connections/module.ts';
import type { Machine } from '../machine.ts';
import { connectionsSchema, seenResourcesSchema } from './state-file.ts';

/** What the connections module needs, on this machine. */
export function connectionsAdapters({ host, stateFile }: Machine): ConnectionsModulePorts {
  return {
    file: stateFile('connections.json', connectionsSchema),
    seenResourcesFile: stateFile('connection-resources.json', seenResourcesSchema),
    sharedFiles: host.sharedFiles,
    chooseCaFile: host.chooseCaFile,
  };
}
