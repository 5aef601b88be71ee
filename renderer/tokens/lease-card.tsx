import type { Profile } from '../../app/profiles/model.ts';
import type { SsoSessionView } from '../../app/sign-in/model.ts';
import type { Lease } from '../../app/tokens/model.ts';
import { isBusy } from '../busy.ts';
import { signInTo } from '../sign-in/actions.ts';
import { sessionOfProfile } from '../sign-in/sessions.ts';
import { useStore } from '../store.ts';
import { leaseOf, type Subject } from '../subject.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { copyToken } from './actions.ts';
import { BigCountdown, useLeasePhase } from './countdown-view.tsx';
import { deliveredText } from './delivered.ts';
import css from './lease-card.module.css';

/** The countdown of a subject with what it means. It keeps its place when there is no lease. */
export function LeaseCard({ subject }: { readonly subject: Subject }) {
  const lease = useStore((state) => leaseOf(state.leases, subject));
  const delivered = useStore((state) => (lease === null ? '' : deliveredText(lease, state)));
  const isPending = useStore((state) => isBusy(state, subject, 'copy'));
  const profile = useStore((state) => state.profiles.profiles.find(({ name }) => name === subject.profile));
  const phase = useLeasePhase(lease);
  const isRenewed = lease !== null && profile !== undefined && outlives(profile, lease);
  const session = useStore(({ sso }) => sessionOfProfile(sso, subject.profile));
  const signsIn = lease !== null && phase !== 'expired' && !isRenewed && isEndOf(session, lease);
  return (
    <section className={css['card']} aria-label="Token">
      <BigCountdown lease={lease} />
      <div className={css['text']}>
        <p className={cx(css['title'], css[phase])}>{titleOf(lease, phase, delivered)}</p>
        {lease !== null && phase !== 'expired' && <p className={css['who']}>for {lease.dbUser}</p>}
        <p className={css['what']}>{meaningOf(lease, phase, isRenewed)}</p>
        {(phase === 'expired' || isRenewed) && (
          <Button
            size="small"
            className={css['again']}
            isPending={isPending}
            onPress={() => void copyToken(subject)}
          >
            Copy a new one
          </Button>
        )}
        {signsIn && session !== null && (
          <Button size="small" className={css['again']} onPress={() => signInTo(session.id)}>
            Sign in
          </Button>
        )}
      </div>
    </section>
  );
}

/** Whether a lease was cut short by credentials that have been renewed since. */
function outlives({ state }: Profile, lease: Lease): boolean {
  if (lease.limitedBy !== 'credentials' || state.status !== 'usable') return false;
  return state.expiry.kind !== 'at' || state.expiry.time > lease.expiresAt;
}

/** Whether a lease is cut short by the end of its sign-in, which only a person can make longer. */
function isEndOf(session: SsoSessionView | null, lease: Lease): boolean {
  if (session === null || lease.limitedBy !== 'credentials') return false;
  return session.state.status !== 'signed-in' || session.state.expiresAt <= lease.expiresAt;
}

type CardPhase = ReturnType<typeof useLeasePhase>;

function titleOf(lease: Lease | null, phase: CardPhase, delivered: string): string {
  if (lease === null) return 'No token yet';
  if (phase === 'expired') return 'Expired';
  return phase === 'soon' ? `${delivered}, expires soon` : delivered;
}

function meaningOf(lease: Lease | null, phase: CardPhase, isRenewed: boolean): string {
  if (lease === null) return 'A token lets you log in for 15 minutes, or until your AWS session ends.';
  if (phase === 'expired') {
    return lease.limitedBy === 'credentials'
      ? 'Your AWS session has ended. Open sessions keep working.'
      : 'Open sessions keep working.';
  }
  const outlive = 'Open sessions keep working.';
  const meaning = 'Needed only to log in. Open sessions keep working after it expires.';
  if (isRenewed) return `Your AWS session was renewed: a new token lasts longer. ${outlive}`;
  if (lease.limitedBy === 'credentials') return `Shorter, because your AWS session ends first. ${outlive}`;
  return lease.certain
    ? meaning
    : `Perhaps shorter: the profile's session keys do not say when they expire. ${outlive}`;
}
