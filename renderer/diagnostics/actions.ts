import { ask } from '../api.ts';
import { getState } from '../store.ts';
import { report, toast, toastFailure } from '../toast.ts';

/** Copies diagnostics, and says so: nothing else shows it. */
export async function copyDiagnostics(): Promise<void> {
  const reply = await ask((bridge) => bridge.diagnostics.copy({}));
  if (!reply.ok) return toastFailure(reply.error);
  toast({
    tone: 'done',
    message: 'Diagnostics copied',
    hint: 'They hold no secrets. Read them before you send them.',
  });
}

/** Shows the log file in the system's own program. */
export async function showLog(): Promise<void> {
  await report(ask((bridge) => bridge.diagnostics.showLog({})));
}

/** Makes the log a debug log, or an ordinary one again. */
export async function toggleDebug(): Promise<void> {
  const isDebug = !getState().diagnostics.isDebug;
  const reply = await ask((bridge) => bridge.diagnostics.setDebug({ isDebug }));
  if (!reply.ok) return toastFailure(reply.error);
  toast({
    tone: 'done',
    message: isDebug ? 'The debug log is on until Latchkey quits' : 'The debug log is off',
  });
}
