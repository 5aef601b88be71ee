import type { ConnectPorts } from '../../app/connect/module.ts';
import { caBundle } from '../clients/ca-bundle.ts';
import { resolveHost } from '../clients/resolve-host.ts';
import type { Machine } from '../machine.ts';

/** What the use cases that cross modules need, on this machine. */
export function connectAdapters({ host }: Machine): ConnectPorts {
  return {
    resolveHost,
    caFile: (own) => caBundle(host.dataFolder, own),
    saveFile: host.sharedFiles.save,
  };
}
