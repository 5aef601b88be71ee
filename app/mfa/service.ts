import type { Clock } from '../common/clock.ts';
import { fail, succeed, type Result } from '../common/result.ts';
import type { Secret } from '../common/secret.ts';
import { shown } from '../common/text/plain-text.ts';
import type { Credentials } from '../profiles/model.ts';
import { MAX_QUESTIONS, type Asker, type MfaQuestion } from './model.ts';
import { mfaNeeded, nextCodeNeeded, questionCancelled } from './needed.ts';
import type { MfaNeed, ShowWindow } from './ports.ts';
import { questionShown, tellWaiting, waitForAnswer, type OpenQuestion } from './question.ts';
import { createMfaSessions } from './sessions.ts';

/** What asking for codes needs from outside. */
export interface MfaPorts {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly showWindow: ShowWindow;
  readonly onChanged: (questions: MfaQuestion[]) => void;
  /** A code has begun a session. */
  readonly onStarted: () => void;
  /** A person has taken a question back. */
  readonly onCancelled: () => void;
}

type Nothing = Record<string, never>;

/** Makes what asks a person for MFA codes: one question for each device, however many wait for it. */
export function createMfa(ports: MfaPorts) {
  const { clock } = ports;
  const sessions = createMfaSessions(clock);
  /** By the device's serial. */
  const questions = new Map<string, OpenQuestion>();
  /** Those whose question was taken back: the same act does not ask twice. */
  const cancelled = new WeakSet<Asker>();

  const list = (): MfaQuestion[] =>
    [...questions.values()].flatMap((question) => {
      const [need] = question.needs.values();
      return need === undefined ? [] : [questionShown(question, need)];
    });
  const publish = (): void => ports.onChanged(list());
  const find = (id: string): OpenQuestion | undefined => [...questions.values()].find((one) => one.id === id);

  function open(need: MfaNeed, asker: Asker): OpenQuestion | null {
    const known = questions.get(need.serial);
    if (known === undefined && questions.size >= MAX_QUESTIONS) return null;
    const question = known ?? {
      id: ports.newId(),
      serial: need.serial,
      needs: new Map<string, MfaNeed>(),
      askers: new Set<Asker>(),
      waiting: new Set(),
      isChecking: false,
      refusal: null,
    };
    questions.set(need.serial, question);
    // what was found out last about the source counts
    question.needs.set(need.key, need);
    if (question.askers.has(asker)) return question;
    question.askers.add(asker);
    publish();
    ports.showWindow();
    return question;
  }

  /** Ends a question: nobody asks by it any more. */
  function close(question: OpenQuestion): void {
    if (questions.get(question.serial) === question) questions.delete(question.serial);
  }

  async function cancel(id: string): Promise<Result<Nothing>> {
    const question = find(id);
    if (question === undefined) return succeed({});
    close(question);
    for (const asker of question.askers) cancelled.add(asker);
    for (const { key, profile } of question.needs.values()) {
      tellWaiting(question, key, questionCancelled(profile));
    }
    publish();
    ports.onCancelled();
    return succeed({});
  }

  return {
    list,
    cancel,
    /**
     * The session that a code begins: one that still runs, else a person is asked where there is an asker.
     *
     * @returns `mfa-needed` where nobody may be asked or has answered yet, `cancelled`, or what AWS says to the code
     */
    async session(need: MfaNeed, asker: Asker | null): Promise<Result<Credentials>> {
      const held = sessions.get(need.key);
      if (held !== null) return succeed(held);
      if (asker === null) return mfaNeeded(need.profile);
      if (cancelled.has(asker)) return questionCancelled(need.profile);
      const question = open(need, asker);
      if (question === null || asker.waitMs === 0) return mfaNeeded(need.profile);
      asker.onWaiting?.(`${shown(need.profile)} needs an MFA code. Enter it in Latchkey.`);
      const outcome = await waitForAnswer(question, need, asker, clock);
      if (questions.has(need.serial)) publish();
      return outcome;
    },
    /**
     * Tries a code, which goes to AWS and nowhere else.
     *
     * @returns what AWS says; the question stays open then
     */
    async answer(id: string, code: Secret): Promise<Result<Nothing>> {
      const question = find(id);
      const [need] = question?.needs.values() ?? [];
      if (question === undefined || need === undefined || question.isChecking) {
        return fail('not-allowed', 'Nothing asks for this code now.');
      }
      question.isChecking = true;
      question.refusal = null;
      publish();
      const given = await need.exchange(code);
      question.isChecking = false;
      // the question was taken back meanwhile, and with it what the code was for
      if (questions.get(question.serial) !== question) return questionCancelled(need.profile);
      if (!given.ok) {
        question.refusal = given.error;
        // another code helps against a wrong one only: who waits is told of everything else
        if (given.error.code !== 'mfa-refused') tellWaiting(question, need.key, given);
        publish();
        return given;
      }
      sessions.keep(need.key, given.value);
      question.needs.delete(need.key);
      const [next] = question.needs.values();
      if (next === undefined) close(question);
      else question.refusal = nextCodeNeeded(next.profile);
      tellWaiting(question, need.key, given);
      publish();
      ports.onStarted();
      return succeed({});
    },
    /** An asker that comes again by itself no longer does: it is not named any more, and the question stays. */
    leave(asker: Asker): void {
      for (const question of questions.values()) if (question.askers.delete(asker)) publish();
    },
    /** Forgets a session that AWS has refused, by its access key. */
    forget: sessions.forget,
    /** Takes all questions back. */
    async stop(): Promise<void> {
      for (const { id } of Array.from(questions.values())) await cancel(id);
    },
  };
}
