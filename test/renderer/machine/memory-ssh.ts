import type { SshEvents, Ssh } from '../../../app/tunnels/ssh/ports.ts';

/** An `ssh` that logs in when a test says so. */
export function memorySsh() {
  const started: { readonly destination: string; readonly events: SshEvents; isEnded: boolean }[] = [];
  const answers: (string | null)[] = [];
  const ssh: Ssh = {
    start({ destination }, events) {
      const one = { destination, events, isEnded: false };
      started.push(one);
      return { end: async () => void (one.isEnded = true) };
    },
  };
  return {
    ssh,
    started,
    /** What was answered; null where a question was taken back. */
    answers,
    /** The one that was started last asks something. */
    async ask(text: string): Promise<void> {
      const answer = await started.at(-1)?.events.ask({ hint: '', text }, new AbortController().signal);
      answers.push(answer?.reveal() ?? null);
    },
  };
}
