import { clockFindings } from '../find/identity.ts';
import type { ClockNews } from './model.ts';

/**
 * What is to be said of this computer's clock, whether or not anybody has asked: from half a minute on it is shown, from
 * five minutes on it is blamed.
 *
 * @param offsetMs how far AWS's clock is ahead, in milliseconds
 */
export function clockNewsOf(offsetMs: number): ClockNews | null {
  const [finding] = clockFindings(offsetMs, false);
  if (finding === undefined) return null;
  const { cause, headline, detail } = finding;
  return { state: cause === 'clock-wrong' ? 'problem' : 'warning', headline, detail };
}
