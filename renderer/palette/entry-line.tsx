import { CornerDownLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useClock } from '../clock.ts';
import { stateWord } from '../profiles/state-word.ts';
import { sessionToSignIn } from '../sign-in/sessions.ts';
import { useStore } from '../store.ts';
import { leaseOf } from '../subject.ts';
import { RowCountdown } from '../tokens/countdown-view.tsx';
import { Dot, EngineBadge, EnvironmentTag } from '../ui/badge.tsx';
import { cx } from '../ui/cx.ts';
import { run } from './actions.ts';
import type { Entry } from './entries.ts';
import css from './palette.module.css';

interface Props {
  readonly id: string;
  readonly entry: Entry;
  readonly isChosen: boolean;
  readonly onHover: () => void;
}

/** One line of the palette. The focus stays in the field; the chosen line is its active descendant. */
export function EntryLine({ id, entry, isChosen, onHover }: Props) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isChosen) line.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the field has the focus and the keys
    <div
      ref={line}
      id={id}
      className={cx(css['line'], isChosen && css['chosen'])}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      // not `enter`: lines that move under a resting pointer must not take the choice away
      onPointerMove={onHover}
      onClick={() => run(entry)}
    >
      <What entry={entry} />
      <CornerDownLeft size={13} className={css['enter']} aria-hidden="true" />
    </div>
  );
}

function What({ entry }: { readonly entry: Entry }) {
  if (entry.kind === 'subject') return <SubjectLine entry={entry} />;
  if (entry.kind === 'profile') return <ProfileLine entry={entry} />;
  return (
    <>
      <span className={css['text']}>{entry.text}</span>
      {entry.keys !== '' && <kbd className={css['keys']}>{entry.keys}</kbd>}
    </>
  );
}

function SubjectLine({ entry }: { readonly entry: Extract<Entry, { kind: 'subject' }> }) {
  const { subject, detail } = entry;
  const lease = useStore((state) => leaseOf(state.leases, subject));
  const engine = subject.endpoint?.engine ?? subject.connection?.family ?? '';
  return (
    <>
      <EngineBadge engine={engine} family={subject.family} />
      <span className={css['what']}>
        <span className={css['text']}>{subject.name}</span>
        <span className={css['detail']} title={detail}>
          {detail}
        </span>
      </span>
      <EnvironmentTag environment={subject.environment} />
      {lease !== null && <RowCountdown lease={lease} />}
    </>
  );
}

function ProfileLine({ entry: { profile } }: { readonly entry: Extract<Entry, { kind: 'profile' }> }) {
  const word = useClock((now) => stateWord(profile, now).word);
  const tone = useClock((now) => stateWord(profile, now).tone);
  const { state } = profile;
  const session = useStore(({ sso }) => sessionToSignIn(sso, profile));
  const command = state.status === 'unusable' ? state.error.command : undefined;
  return (
    <>
      <Dot tone={tone} />
      <span className={css['text']}>{profile.name}</span>
      <span className={css['detail']}>{whatEnterDoes(command, session?.name)}</span>
      <span className={css['state']}>{word}</span>
    </>
  );
}

function whatEnterDoes(command: string | undefined, session: string | undefined): string {
  if (session !== undefined) return `Sign in to ${session}`;
  return command === undefined ? 'Show its databases' : `Copy “${command}”`;
}
