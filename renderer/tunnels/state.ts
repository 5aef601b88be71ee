import type { SshQuestion } from '../../app/tunnels/model.ts';

/** The questions of `ssh` that are open, as main says it. An answer is never in the store. */
export interface TunnelsState {
  readonly sshQuestions: readonly SshQuestion[];
}

/** No questions, before main has answered. */
export const tunnelsState: TunnelsState = { sshQuestions: [] };
