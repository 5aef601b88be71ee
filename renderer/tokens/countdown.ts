import { ENDING_SOON_MS, type Lease } from '../../app/tokens/model.ts';

/** How a lease stands: calm, in its last two minutes, or over. */
export type Phase = 'calm' | 'soon' | 'expired';

/** How a lease stands at a time. */
export function phaseOf(lease: Pick<Lease, 'expiresAt'>, now: number): Phase {
  const left = lease.expiresAt - now;
  if (left <= 0) return 'expired';
  return left <= ENDING_SOON_MS ? 'soon' : 'calm';
}

/** What is left, as minutes and seconds: `09:41`. Rounded down, so it never promises too much. */
export function clockText(leftMs: number): string {
  const seconds = Math.max(0, Math.floor(leftMs / 1_000));
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}

/** What is left, as one says it: "9 minutes", "1 minute", "40 seconds". */
export function spokenText(leftMs: number): string {
  const seconds = Math.max(0, Math.floor(leftMs / 1_000));
  const [count, unit] = seconds >= 60 ? [Math.round(seconds / 60), 'minute'] : [seconds, 'second'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** The share that is left, from 1 to 0. */
export function shareLeft(lease: Pick<Lease, 'signedAt' | 'expiresAt'>, now: number): number {
  const whole = lease.expiresAt - lease.signedAt;
  return whole <= 0 ? 0 : Math.min(1, Math.max(0, (lease.expiresAt - now) / whole));
}
