import { ask } from '../api.ts';
import { openDialog } from '../store.ts';
import { toastFailure } from '../toast.ts';

/** Asks whether there is a newer Latchkey, and shows the settings, where the answer appears. */
export async function checkForUpdates(): Promise<void> {
  openDialog({ kind: 'settings', page: 'general' });
  await step('check');
}

/** Takes one step of an update. Its outcome is told by an event. */
export async function step(name: 'check' | 'download' | 'install'): Promise<void> {
  const reply = await ask((bridge) => bridge.updates[name]({}));
  if (!reply.ok) toastFailure(reply.error);
}
