import { ask } from '../api.ts';
import { toast, toastFailure } from '../toast.ts';

/** Copies the command that an unusable profile says to run. */
export async function copyCommand(profile: string): Promise<void> {
  const reply = await ask((bridge) => bridge.profiles.copyCommand({ profile }));
  if (reply.ok) toast({ tone: 'done', message: 'Command copied' });
  else toastFailure(reply.error);
}

/** Asks a profile again who it is, or all of them and AWS's files too. */
export async function checkAgain(profile: string | null): Promise<void> {
  const reply = await ask((bridge) => bridge.profiles.refresh({ profile }));
  if (!reply.ok) toastFailure(reply.error);
}

/** Runs the command that an unusable profile says to run, in a terminal. */
export async function runCommand(profile: string): Promise<void> {
  const reply = await ask((bridge) => bridge.connect.runProfileCommand({ profile }));
  if (reply.ok) toast({ tone: 'done', message: `Opened in ${reply.value.terminal}` });
  else toastFailure(reply.error);
}

/** Allows a profile's requests to addresses that others can read. */
export async function confirmAddresses(profile: string, addresses: readonly string[]): Promise<void> {
  const reply = await ask((bridge) =>
    bridge.profiles.confirmAddresses({ profile, addresses: [...addresses] }),
  );
  if (!reply.ok) toastFailure(reply.error);
}
