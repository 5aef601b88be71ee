import { succeed } from '../../../app/common/result.ts';
import type { DiagnosticsModulePorts } from '../../../app/diagnostics/module.ts';

/** The ports of diagnostics whose log is memory: what was written, as `level module event fields`. */
export function memoryDiagnostics(): DiagnosticsModulePorts {
  const lines: string[] = [];
  let isDebug = false;
  return {
    versions: { latchkey: '0', electron: null, chromium: null, node: '24.0.0', os: 'Linux' },
    person: { home: '/home/ada', user: 'ada' },
    logs: {
      for: (module) => ({
        debug: (event, fields = {}) => {
          if (isDebug) lines.push(`debug ${module} ${event} ${JSON.stringify(fields)}`);
        },
        info: (event, fields = {}) => void lines.push(`info ${module} ${event} ${JSON.stringify(fields)}`),
        error: (event, cause) => void lines.push(`error ${module} ${event} ${String(cause)}`),
      }),
      isDebug: () => isDebug,
      setDebug: (next) => (isDebug = next),
    },
    logFile: { tail: async (count) => succeed(lines.slice(-count)), show: async () => succeed({}) },
  };
}
