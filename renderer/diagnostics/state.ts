import type { DiagnosticsState as Diagnostics } from '../../app/diagnostics/model.ts';

/** Diagnostics as main says they are. */
export interface DiagnosticsState {
  readonly diagnostics: Diagnostics;
}

/** An ordinary log, before main has answered. */
export const diagnosticsState: DiagnosticsState = { diagnostics: { isDebug: false } };
