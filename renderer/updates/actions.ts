import { ask } from '../api.ts';
import { setState, toastFailure } from '../store.ts';

/** Asks whether there is a newer Latchkey, and shows the settings, where the answer appears. */
export async function checkForUpdates(): Promise<void> {
  setState({ dialog: 'settings' });
  await step('check');
}

/** Takes one step of an update. Its outcome is told by an event. */
export async function step(name: 'check' | 'download' | 'install'): Promise<void> {
  const reply = await ask((bridge) => bridge.updates[name]({}));
  if (!reply.ok) toastFailure(reply.error);
}
