import type { Clock } from '../common/clock.ts';
import type { Failure, Result } from '../common/result.ts';
import type { Credentials } from '../profiles/model.ts';
import { shown } from '../common/text/plain-text.ts';
import { MAX_WAITING_TOLD, mfaDevice, type Asker, type MfaQuestion } from './model.ts';
import { mfaNeeded } from './needed.ts';
import type { MfaNeed } from './ports.ts';

/** How often it is looked whether somebody has waited long enough, in milliseconds. */
const POLL_MS = 500;

/** The question for one device's code while it is open. */
export interface OpenQuestion {
  readonly id: string;
  readonly serial: string;
  /** The sessions that it is for, by their keys: the first takes the next code. */
  readonly needs: Map<string, MfaNeed>;
  /** Who asks, whether they wait here or come again. */
  readonly askers: Set<Asker>;
  /** Those who wait here: each is told once. */
  readonly waiting: Set<Waiting>;
  isChecking: boolean;
  refusal: Failure | null;
}

interface Waiting {
  readonly key: string;
  readonly tell: (outcome: Result<Credentials>) => void;
}

/** Waits for the answer for as long as the asker does. */
export function waitForAnswer(
  question: OpenQuestion,
  { key, profile }: MfaNeed,
  asker: Asker,
  clock: Clock,
): Promise<Result<Credentials>> {
  const until = clock.now() + asker.waitMs;
  return new Promise((resolve) => {
    const tell = (outcome: Result<Credentials>): void => {
      stopClock();
      question.waiting.delete(waiting);
      question.askers.delete(asker);
      resolve(outcome);
    };
    const waiting: Waiting = { key, tell };
    const stopClock = clock.every(POLL_MS, () => {
      if (clock.now() >= until) tell(mfaNeeded(profile));
    });
    question.waiting.add(waiting);
  });
}

/** Tells those who wait here for a session, or for any where `key` is null. */
export function tellWaiting(question: OpenQuestion, key: string | null, outcome: Result<Credentials>): void {
  for (const one of Array.from(question.waiting)) if (key === null || one.key === key) one.tell(outcome);
}

function roleShown({ name, account }: NonNullable<MfaQuestion['role']>): MfaQuestion['role'] {
  return { name: shown(name, 400), account: account === null ? null : shown(account, 32) };
}

/** A question as the window shows it. */
export function questionShown(question: OpenQuestion, need: MfaNeed): MfaQuestion {
  const words = [...question.askers].flatMap((asker) => asker.words ?? []);
  return {
    id: question.id,
    profile: need.profile,
    role: need.role === null ? null : roleShown(need.role),
    device: shown(mfaDevice(question.serial).name, 300),
    waiting: [...new Set(words)].slice(0, MAX_WAITING_TOLD).map((sentence) => shown(sentence, 400)),
    isChecking: question.isChecking,
    refusal: question.refusal,
  };
}
