import { keepsOut, rankOf } from '../causes/cause.ts';
import { diagnose } from '../diagnose.ts';
import type { CheckId, Observations } from '../observations.ts';
import type { Subject } from '../subject.ts';
import { CHECK_IDS, CHECKS } from './table.ts';

/** What is to happen next. */
export interface Plan {
  /** Checks to start now. */
  readonly start: readonly CheckId[];
  /** Whether nothing that runs, or could still run, can change what is to be mended first. */
  readonly isOver: boolean;
}

/**
 * Decides what to check next. A check that could name nothing that is to be mended before the first certain
 * cause is not begun, nor waited for: the answer stands without it.
 *
 * @param running checks that have begun and not ended
 * @param onRequest the checks that somebody has asked for besides
 */
export function planNext(
  subject: Subject,
  observations: Observations,
  running: ReadonlySet<CheckId>,
  onRequest: ReadonlySet<CheckId> = new Set(),
): Plan {
  const { verdict, findings } = diagnose(subject, observations);
  const first = findings.find(({ cause, certainty }) => certainty === 'certain' && keepsOut(cause));
  const matters = (check: CheckId): boolean =>
    // what somebody has asked for is looked at, whatever is known
    onRequest.has(check) ||
    CHECKS[check].finds.some((cause) => {
      // who is in is asked nothing more than what else is to be known
      if (verdict === 'yes') return !keepsOut(cause);
      return first === undefined || rankOf(cause) < rankOf(first.cause);
    });
  const isWanted = (check: CheckId): boolean => !CHECKS[check].onRequest || onRequest.has(check);
  const hasEnded = (check: CheckId): boolean => observations[check] !== undefined;
  /** Whether a check runs, or will once others have ended. */
  const isToCome = (check: CheckId): boolean => {
    if (hasEnded(check) || !isWanted(check)) return false;
    if (running.has(check)) return true;
    const { needs, isDue } = CHECKS[check];
    return needs.some(isToCome) || isDue(subject, observations);
  };
  const isReady = (check: CheckId): boolean => {
    const { needs, isDue } = CHECKS[check];
    return !running.has(check) && isToCome(check) && !needs.some(isToCome) && isDue(subject, observations);
  };
  const open = CHECK_IDS.filter(isToCome);
  /** Whether a check matters, or one does that waits for it. */
  const isUseful = (check: CheckId): boolean =>
    matters(check) || open.some((other) => isNeededBy(check, other) && isUseful(other));
  return { start: open.filter((check) => isReady(check) && isUseful(check)), isOver: !open.some(isUseful) };
}

function isNeededBy(check: CheckId, other: CheckId): boolean {
  return CHECKS[other].needs.includes(check);
}
