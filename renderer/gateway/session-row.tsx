import { X } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { GatewaySession } from '../../app/gateway/model.ts';
import { useClock } from '../clock.ts';
import { Dot } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { closeSession } from './actions.ts';
import css from './sessions.module.css';
import { bytesText, lastsText, programText, sessionStates } from './words.ts';

interface Props {
  readonly connectionId: string;
  readonly session: GatewaySession;
  /** Whether the Tab key stops here; the arrows move between the others. */
  readonly isStop: boolean;
  /** It is gone, and had the focus. */
  readonly onClosed: () => void;
}

/** One client of a gateway: who, how it stands, since when, how much went each way, and the button that closes it. */
export function SessionRow({ connectionId, session, isStop, onClosed }: Props) {
  const { id, state, since, sent, received } = session;
  const program = programText(session);
  const lasts = useClock((now) => lastsText(now - since));
  const row = useRef<HTMLLIElement>(null);
  const closed = useRef(onClosed);
  useEffect(() => {
    closed.current = onClosed;
  });
  useLayoutEffect(() => {
    const element = row.current;
    // now, before it is taken out of the page, it still has the focus
    return () => {
      const hadFocus = element?.contains(document.activeElement) === true;
      if (hadFocus) requestAnimationFrame(() => closed.current());
    };
  }, []);
  return (
    <li ref={row} className={css['row']}>
      <Dot tone={tones[state]} />
      <span className={css['program']} title={program}>
        {program}
      </span>
      <span className={cx(css['state'], css[state])}>{sessionStates[state]}</span>
      <span className={css['since']} title={new Date(since).toLocaleString()}>
        <span className="spoken">for </span>
        {lasts}
      </span>
      <span className={css['bytes']}>
        <span className="spoken">sent </span>
        <span aria-hidden="true">↑ </span>
        {bytesText(sent)}
      </span>
      <span className={css['bytes']}>
        <span className="spoken">received </span>
        <span aria-hidden="true">↓ </span>
        {bytesText(received)}
      </span>
      <Button
        look="quiet"
        size="icon"
        aria-label={`Close session of ${program}, ${sessionStates[state].toLowerCase()} for ${lasts}`}
        data-session={id}
        excludeFromTabOrder={!isStop}
        onPress={() => void closeSession(connectionId, id)}
      >
        <X size={14} />
      </Button>
    </li>
  );
}

const tones = { 'signing-in': 'quiet', waiting: 'soon', open: 'good' } as const;
