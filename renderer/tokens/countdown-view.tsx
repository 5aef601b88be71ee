import type { Lease } from '../../app/tokens/model.ts';
import { useClock, useNow } from '../clock.ts';
import { cx } from '../ui/cx.ts';
import { Ring } from '../ui/ring.tsx';
import css from './countdown-view.module.css';
import { clockText, phaseOf, shareLeft } from './countdown.ts';

/** The small countdown of a row: a ring and the time, or the word "Expired". */
export function RowCountdown({ lease }: { readonly lease: Lease }) {
  const now = useNow();
  const phase = phaseOf(lease, now);
  return (
    <span className={cx(css['row'], css[phase])} role="timer">
      {phase !== 'expired' && <Ring share={shareLeft(lease, now)} phase={phase} size={13} width={3} />}
      {phase === 'expired' ? 'Expired' : clockText(lease.expiresAt - now)}
    </span>
  );
}

/** The smallest countdown, for the sidebar: the time alone, or the word "Expired". */
export function CountdownNote({ lease }: { readonly lease: Lease }) {
  const now = useNow();
  const phase = phaseOf(lease, now);
  return (
    <span className={cx(css['small'], css[phase])} role="timer">
      {phase === 'expired' ? 'Expired' : clockText(lease.expiresAt - now)}
    </span>
  );
}

/** The large ring of the inspector, with the time inside it; without a lease it is empty. */
export function BigCountdown({ lease }: { readonly lease: Lease | null }) {
  const now = useNow();
  const phase = lease === null ? 'none' : phaseOf(lease, now);
  const share = lease === null ? 0 : shareLeft(lease, now);
  return (
    <div className={css['big']}>
      <Ring share={share} phase={phase} size={72} width={6} />
      <span className={cx(css['bigText'], css[phase])} role="timer">
        {lease === null ? <span aria-hidden="true">–</span> : clockText(lease.expiresAt - now)}
      </span>
    </div>
  );
}

/** How a lease stands; renders again only when that changes. */
export function useLeasePhase(lease: Lease | null): 'none' | ReturnType<typeof phaseOf> {
  return useClock((now) => (lease === null ? 'none' : phaseOf(lease, now)));
}

/** Whether a lease was made in the last two seconds: "Copied" on the button that did it. */
export function useIsFresh(lease: Lease | null): boolean {
  return useClock(
    (now) => lease !== null && lease.deliveredTo === 'clipboard' && now - lease.signedAt < 2_000,
  );
}
