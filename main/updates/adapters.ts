import type { UpdatesModulePorts } from '../../app/updates/module.ts';
import type { Machine } from '../machine.ts';

/** What the updates module needs, on this machine. */
export function updatesAdapters({ host, report }: Machine): UpdatesModulePorts {
  return { updater: host.updater(report) };
}
