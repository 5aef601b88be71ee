import type { Clock } from '../../common/clock.ts';
import type { Report } from '../model.ts';
import type { Probes } from '../ports.ts';
import { reportOf } from '../report.ts';
import { startChecks, type Progress, type RunningChecks } from '../run.ts';
import type { ServerRefusal } from '../server-words.ts';
import type { Asked } from '../subject-for.ts';
import { MAX_ANSWERS, type Answer } from './model.ts';

/** What a run takes besides its subject. */
export interface ProbesFor {
  readonly caFile: string | null;
  /** What a client was told before; null where nobody says. */
  readonly reported: ServerRefusal | null;
}

/** What the runs need. */
export interface AnswersPorts {
  readonly clock: Clock;
  /** Probes of their own for each run. */
  readonly probes: (run: ProbesFor) => Probes;
  readonly onAnswer: (answer: Answer) => void;
}

/** What one run is asked for. */
export interface Wanted {
  readonly reported?: ServerRefusal;
  /** Whether CloudWatch and the security groups are looked at too. */
  readonly afterTheFact?: boolean;
}

/** How long a run with the looks after the fact may take, in milliseconds. */
const LONG_BUDGET_MS = 8_000;

/** The checks that run only when somebody asks for more. */
const AFTER_THE_FACT = new Set(['errors', 'securityGroups'] as const);

/** Runs the checks, one run for a subject at a time, and keeps the last answer about each. */
export function createAnswers({ clock, probes, onAnswer }: AnswersPorts) {
  const answers = new Map<string, Answer>();
  /** What the last run about a subject has seen. */
  const seenOf = new Map<string, { readonly asked: Asked; readonly progress: Progress }>();
  const running = new Map<string, { readonly asked: Asked; readonly checks: RunningChecks }>();

  function keep(asked: Asked, progress: Progress, isMore: boolean): Report {
    const { key, subject } = asked;
    const report = reportOf(subject, progress, clock.now(), isMore);
    const answer = { key, dbUser: subject.dbUser, report };
    // the newest last
    answers.delete(key);
    answers.set(key, answer);
    seenOf.set(key, { asked, progress });
    const [oldest] = answers.keys();
    if (answers.size > MAX_ANSWERS && oldest !== undefined) {
      answers.delete(oldest);
      seenOf.delete(oldest);
    }
    onAnswer(answer);
    return report;
  }

  /** Runs the checks; a run about the same subject that has not ended is ended first. */
  async function check(asked: Asked, wanted: Wanted = {}): Promise<Report> {
    const { reported = null, afterTheFact = false } = wanted;
    running.get(asked.key)?.checks.cancel();
    const checks = startChecks({
      subject: asked.subject,
      probes: probes({ caFile: asked.caFile, reported }),
      clock,
      ...(afterTheFact ? { onRequest: AFTER_THE_FACT } : {}),
      ...(afterTheFact && asked.subject.tunnel === undefined ? { budgetMs: LONG_BUDGET_MS } : {}),
      onProgress: (progress) => {
        if (!progress.isOver) keep(asked, progress, afterTheFact);
      },
    });
    const run = { asked, checks };
    running.set(asked.key, run);
    const progress = await checks.over;
    if (running.get(asked.key) !== run) return reportOf(asked.subject, progress, clock.now(), afterTheFact);
    running.delete(asked.key);
    return keep(asked, progress, afterTheFact);
  }

  /**
   * The last answer where it is so new that nothing can be different, or the one that is being found; else a new one.
   *
   * @param maxAgeMs in milliseconds
   */
  async function recent(asked: Asked, maxAgeMs: number, wanted: Wanted): Promise<Report> {
    const { key, subject } = asked;
    const report = answers.get(key)?.report;
    const age = report === undefined ? Infinity : clock.now() - report.startedAt;
    const isSame = seenOf.get(key)?.asked.subject.dbUser === subject.dbUser;
    if (report !== undefined && report.isOver && isSame && age < maxAgeMs) return report;
    const run = running.get(key);
    if (run === undefined) return check(asked, wanted);
    return reportOf(subject, await run.checks.over, clock.now());
  }

  return {
    check,
    recent,
    /** Ends the run about a subject. */
    cancel: (key: string): void => running.get(key)?.checks.cancel(),
    list: (): Answer[] => [...answers.values()],
    /** What the last run about a subject has seen; null where there was none. */
    lastSeen: (key: string) => seenOf.get(key) ?? null,
    stop: (): void => running.forEach(({ checks }) => checks.cancel()),
  };
}
