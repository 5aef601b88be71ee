import type { Asker } from '../../../../app/mfa/model.ts';
import type { Secret } from '../../../../app/common/secret.ts';
import type { TunnelEnd } from '../../../../app/tunnels/model.ts';
import type { SshEvents, SshForwarding } from '../../../../app/tunnels/ssh/ports.ts';
import type { SshQuestion } from '../../../../app/tunnels/ssh/question.ts';
import { createSshQuestions } from '../../../../app/tunnels/ssh/questions.ts';
import { createSshSessions, type SessionSaid } from '../../../../app/tunnels/ssh/sessions.ts';
import { connection } from '../../connections/sample-connection.ts';
import { testClock } from '../../test-clock.ts';

/** A connection that is reached by SSH. */
export const throughBastion = connection({
  networkRoute: { kind: 'ssh', destination: 'bastion', shared: { kind: 'direct' } },
});

/** Where a started `ssh` takes connections. */
export const LOCAL = { path: '/run/user/1000/latchkey-ssh-a/s' };

/** Somebody who waits for a client. */
export const asker = (words = 'A client is waiting.'): Asker => ({ words, waitMs: 0 });

/** One `ssh` that was started. */
interface Started {
  readonly to: SshForwarding;
  readonly events: SshEvents;
  isEnded: boolean;
  /** What it was answered, as text; null where it was not. */
  readonly answers: (string | null)[];
  /** Asks a question, as `ssh` does. Returns what withdraws it. */
  readonly ask: (text: string) => () => void;
}

/** Sessions over an `ssh` that does what a test says. */
export function openSshSessions() {
  const clock = testClock();
  const started: Started[] = [];
  const said: SessionSaid[] = [];
  const counts = { settled: 0, shown: 0, ids: 0 };
  let asked: readonly SshQuestion[] = [];
  const newId = (): string => String((counts.ids += 1));
  const questions = createSshQuestions({
    newId,
    showWindow: () => void (counts.shown += 1),
    onChanged: (list) => (asked = list),
  });
  const sessions = createSshSessions({
    clock,
    newId,
    questions,
    ssh: {
      start(to, events) {
        const one: Started = {
          to,
          events,
          isEnded: false,
          answers: [],
          ask(text) {
            const gone = new AbortController();
            void events.ask({ hint: '', text }, gone.signal).then((answer: Secret | null) => {
              one.answers.push(answer === null ? null : answer.reveal());
            });
            return () => gone.abort();
          },
        };
        started.push(one);
        return { end: async () => void (one.isEnded = true) };
      },
    },
    onSaid: (one) => said.push(one),
    onSettled: () => void (counts.settled += 1),
  });
  return {
    clock,
    sessions,
    questions,
    said,
    counts,
    asked: (): readonly SshQuestion[] => asked,
    /** The `ssh` that was started last. */
    last(): Started {
      const one = started.at(-1);
      if (one === undefined) throw new Error('No ssh was started.');
      return one;
    },
    started,
    end: (code: TunnelEnd['code']): TunnelEnd => ({ code, detail: '' }),
  };
}
