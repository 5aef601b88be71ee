import { useEffect, useRef, useState } from 'react';
import type { Lease } from '../../app/tokens/model.ts';
import { useNow } from '../clock.ts';
import { useStore } from '../store.ts';
import { leaseKey } from '../subject.ts';
import { nameOfLease } from './active-subjects.ts';
import { phaseOf, spokenText, type Phase } from './countdown.ts';
import { deliveredText } from './delivered.ts';

interface Seen {
  readonly signedAt: number;
  readonly phase: Phase;
}

/** Tells a screen reader, politely, when a token was made, has two minutes left, and has expired. No more. */
export function Announcer() {
  const leases = useStore((state) => state.leases);
  const phase = useStore((state) => state.phase);
  const now = useNow();
  const seen = useRef<ReadonlyMap<string, Seen> | null>(null);
  const [said, say] = useState('');

  useEffect(() => {
    if (phase !== 'ready') return;
    const before = seen.current;
    seen.current = new Map(
      leases.map((lease) => [leaseKey(lease), { signedAt: lease.signedAt, phase: phaseOf(lease, now) }]),
    );
    // what was there when the window opened is no news
    if (before === null) return;
    const news = leases.flatMap((lease) => newsOf(lease, before.get(leaseKey(lease)), now) ?? []);
    if (news.length > 0) say(news.join(' '));
  }, [leases, now, phase]);

  return (
    <p className="spoken" aria-live="polite">
      {said}
    </p>
  );
}

function newsOf(lease: Lease, before: Seen | undefined, now: number): string | null {
  const phase = phaseOf(lease, now);
  if (before?.signedAt === lease.signedAt && before.phase === phase) return null;
  const name = nameOfLease(lease, useStore.getState());
  if (before?.signedAt !== lease.signedAt) {
    // a terminal has asked, perhaps in a loop, and has been told there
    if (lease.deliveredTo === 'command') return null;
    return `${deliveredText(lease, useStore.getState())} for ${name}, valid for ${spokenText(lease.expiresAt - now)}.`;
  }
  return phase === 'expired'
    ? `The token for ${name} has expired.`
    : `The token for ${name} expires in two minutes.`;
}
