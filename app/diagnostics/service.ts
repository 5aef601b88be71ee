import type { Result } from '../common/result.ts';
import type { Settings } from '../settings/model.ts';
import type { DiagnosticsState, Person, Versions } from './model.ts';
import type { DebugSwitch, LogFile } from './ports.ts';
import { diagnosticsText } from './text.ts';

/** How many lines of the log go into the diagnostics. */
const MAX_LINES = 200;

/** What the diagnostics module needs from outside. */
export interface DiagnosticsPorts {
  readonly versions: Versions;
  readonly person: Person;
  readonly logFile: LogFile;
  readonly debug: DebugSwitch;
  readonly settings: () => Settings;
  /** Puts a text on the clipboard: `clipboard-failed`. */
  readonly copyText: (text: string) => Promise<Result<Record<string, never>>>;
  readonly onChanged: (state: DiagnosticsState) => void;
}

/** Makes the diagnostics module. */
export function createDiagnostics(ports: DiagnosticsPorts) {
  const { versions, person, logFile, debug } = ports;
  const state = (): DiagnosticsState => ({ isDebug: debug.isDebug() });
  return {
    state,
    /** Copies what runs here, the settings and the end of the log; `file-unreadable` or `clipboard-failed`. */
    async copy(): Promise<Result<Record<string, never>>> {
      const lines = await logFile.tail(MAX_LINES);
      if (!lines.ok) return lines;
      return ports.copyText(
        diagnosticsText({ versions, person, settings: ports.settings(), lines: lines.value }),
      );
    },
    /** Shows the log file; `file-unreadable`. */
    showLog: logFile.show,
    /** Makes the log a debug log, or an ordinary one, until Latchkey quits. */
    setDebug(isDebug: boolean): void {
      debug.setDebug(isDebug);
      ports.onChanged(state());
    },
  };
}
