import type { DiagnosticsModulePorts } from '../../app/diagnostics/module.ts';
import type { Machine } from '../machine.ts';
import { logFile } from './log-file.ts';
import { person, versions } from './versions.ts';

/** What the diagnostics module needs, on this machine. */
export function diagnosticsAdapters({ host, logger, report }: Machine): DiagnosticsModulePorts {
  return {
    versions: versions(host.version),
    person: person(),
    logs: logger,
    logFile: logFile(host.dataFolder, host.openFile, report),
  };
}
