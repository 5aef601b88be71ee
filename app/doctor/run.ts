import type { Clock } from '../common/clock.ts';
import { CHECK_IDS, limitOf } from './checks/table.ts';
import { planNext } from './checks/plan.ts';
import { diagnose, type Diagnosis } from './diagnose.ts';
import type { CheckId, Observation, Observations, Seen } from './observations.ts';
import type { Probes } from './ports.ts';
import type { Subject } from './subject.ts';

/** How long all checks may take together, in milliseconds. */
export const RUN_BUDGET_MS = 3_000;

/** The same where a node of Session Manager has to be found and connected to first. */
const THROUGH_NODE_BUDGET_MS = 15_000;

/** How often the time is looked at, in milliseconds. */
const CLOCK_POLL_MS = 50;

/** A run, as far as it is. */
export interface Progress extends Diagnosis {
  readonly observations: Observations;
  readonly isOver: boolean;
  /** Since the beginning, in milliseconds. */
  readonly elapsedMs: number;
}

/** One run of the checks. */
export interface Run {
  readonly subject: Subject;
  readonly probes: Probes;
  readonly clock: Clock;
  /** Checks that somebody has asked for besides. */
  readonly onRequest?: ReadonlySet<CheckId>;
  readonly budgetMs?: number;
  /** Told after each check that has ended, and a last time when the run is over. */
  readonly onProgress: (progress: Progress) => void;
}

/** A run that has begun. */
export interface RunningChecks {
  readonly over: Promise<Progress>;
  /** Ends it; what it has seen stays. */
  cancel(): void;
}

/** Runs the checks to their end. */
export function runChecks(run: Run): Promise<Progress> {
  return startChecks(run).over;
}

/**
 * Runs the checks, those in parallel that do not need each other, until the answer stands or the time is up.
 * What still runs then is ended.
 */
export function startChecks(run: Run): RunningChecks {
  const { subject, probes, clock, onRequest } = run;
  const { budgetMs = subject.tunnel === undefined ? RUN_BUDGET_MS : THROUGH_NODE_BUDGET_MS } = run;
  const startedAt = clock.now();
  const running = new Set<CheckId>();
  let observations: Observations = {};
  let isOver = false;
  let cancel = (): void => undefined;

  const over = new Promise<Progress>((resolve) => {
    cancel = () => {
      if (!isOver) end('skipped');
    };
    const progress = (): Progress => ({
      ...diagnose(subject, observations),
      observations,
      isOver,
      elapsedMs: clock.now() - startedAt,
    });

    const end = (outcome: 'skipped' | 'timed-out'): void => {
      isOver = true;
      stopWatch();
      for (const check of CHECK_IDS) {
        if (running.has(check)) note(check, { outcome });
      }
      probes.stop();
      const last = progress();
      run.onProgress(last);
      resolve(last);
    };

    const note = <Check extends CheckId>(check: Check, observation: Observation<Seen[Check]>): void => {
      running.delete(check);
      observations = { ...observations, [check]: observation };
    };

    const start = (check: CheckId): void => {
      running.add(check);
      const order = { subject, observations, limitMs: limitOf(check, subject) };
      const failed = (): Observation<never> => ({
        outcome: 'failed',
        message: 'The check itself has failed.',
      });
      void probes
        .run(check, order)
        .catch(failed)
        .then((observation) => {
          if (isOver) return;
          note(check, observation);
          goOn();
          if (!isOver) run.onProgress(progress());
        });
    };

    const goOn = (): void => {
      const plan = planNext(subject, observations, running, onRequest);
      if (plan.isOver) end('skipped');
      else plan.start.forEach(start);
    };

    const stopWatch = clock.every(CLOCK_POLL_MS, () => {
      if (!isOver && clock.now() - startedAt >= budgetMs) end('timed-out');
    });
    goOn();
  });
  return { over, cancel: () => cancel() };
}
