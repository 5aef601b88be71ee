import type { CheckId, Observation, Observations, Seen } from './observations.ts';
import type { Subject } from './subject.ts';

/** What a check is told. */
export interface CheckOrder {
  readonly subject: Subject;
  /** What the checks that it needs have seen. */
  readonly observations: Observations;
  /** How long it may take, in milliseconds. */
  readonly limitMs: number;
}

/** The checks of one run, which may share a connection. */
export interface Probes {
  /** Looks. Ends within its limit, whatever is at the other end, and never rejects. */
  run<Check extends CheckId>(check: Check, order: CheckOrder): Promise<Observation<Seen[Check]>>;
  /** Ends what still runs, and closes what is open. */
  stop(): void;
}
