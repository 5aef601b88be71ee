import { ask } from '../api.ts';
import { report, toast } from '../toast.ts';

/** Opens the question for a profile's code before anything waits for it. */
export async function askForMfaCode(profile: string): Promise<void> {
  await report(ask((bridge) => bridge.profiles.askForMfaCode({ profile })));
}

/** Tries a code. Where AWS does not take it, the question says why. */
export async function answer(id: string, code: string, profile: string): Promise<void> {
  const reply = await ask((bridge) => bridge.mfa.answer({ id, code }));
  if (reply.ok) toast({ tone: 'done', message: `AWS accepted the code for ${profile}` });
}

/** Takes the question back. */
export async function cancelQuestion(id: string): Promise<void> {
  await report(ask((bridge) => bridge.mfa.cancel({ id })));
}
