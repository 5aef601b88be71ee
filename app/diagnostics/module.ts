import type { Clock } from '../common/clock.ts';
import type { EmitOf, HandlersOf, SnapshotOf } from '../common/contract.ts';
import { succeed } from '../common/result.ts';
import type { ProfilesApi } from '../profiles/module.ts';
import type { SettingsApi } from '../settings/module.ts';
import type { CopyText } from '../tokens/copy-text.ts';
import { createActivity } from './activity.ts';
import type { diagnosticsContract } from './contract.ts';
import type { Person, Versions } from './model.ts';
import type { LogFile, Logs, OnAnswered } from './ports.ts';
import { createDiagnostics } from './service.ts';

/** What the diagnostics module needs from outside. */
export interface DiagnosticsModulePorts {
  readonly versions: Versions;
  readonly person: Person;
  readonly logs: Logs;
  readonly logFile: LogFile;
}

/** What the diagnostics module takes from others. */
interface Needs {
  readonly clock: Clock;
  readonly copyText: CopyText;
  readonly profiles: ProfilesApi;
  readonly settings: SettingsApi;
}

/** Makes the diagnostics module. It follows what the others tell, and none of them knows of it. */
export function createDiagnosticsModule(
  ports: DiagnosticsModulePorts,
  { clock, copyText, profiles, settings }: Needs,
  emit: EmitOf<typeof diagnosticsContract>,
) {
  const { versions, person, logs, logFile } = ports;
  const diagnostics = createDiagnostics({
    versions,
    person,
    logFile,
    debug: logs,
    copyText,
    settings: settings.current,
    onChanged: (state) => emit('changed', state),
  });
  const activity = createActivity({ log: logs.for, clock });
  const requests = logs.for('requests');
  const handlers: HandlersOf<typeof diagnosticsContract> = {
    copy: () => diagnostics.copy(),
    showLog: () => diagnostics.showLog(),
    setDebug: async ({ isDebug }) => {
      diagnostics.setDebug(isDebug);
      return succeed({});
    },
  };
  const snapshot: SnapshotOf<typeof diagnosticsContract> = () => ({ diagnostics: diagnostics.state() });
  // what went well is only of interest to who asked for a debug log; writing it would cost each request a quarter more
  const requestAnswered: OnAnswered = (channel, code, ms) =>
    requests[code === 'ok' ? 'debug' : 'info']('answered', { channel, code, ms });
  return {
    api: { requestAnswered },
    handlers,
    snapshot,
    reactions: {
      profilesChanged: () => activity.profilesChanged(profiles.list().profiles),
      scanned: activity.scanned,
      gatewaysChanged: activity.gatewaysChanged,
    },
  };
}
