import { Button } from 'react-aria-components/Button';
import type { SsoSessionView } from '../../app/sign-in/model.ts';
import { useClock } from '../clock.ts';
import sidebar from '../profiles/sidebar.module.css';
import { useStore } from '../store.ts';
import { Dot } from '../ui/badge.tsx';
import { cx } from '../ui/cx.ts';
import { Popover } from '../ui/popover.tsx';
import { signInTo } from './actions.ts';
import { SessionFacts } from './session-facts.tsx';
import { sessionWord } from './sessions.ts';

interface Props {
  readonly session: SsoSessionView;
  /** Whether the Tab key stops here; the arrows move between the others. */
  readonly isStop: boolean;
}

/** An SSO session with the time that is left of it; or the word that signs in. */
export function SessionItem({ session, isStop }: Props) {
  const sso = useStore((state) => state.sso);
  const word = useClock((now) => sessionWord(session, sso, now).word);
  const tone = useClock((now) => sessionWord(session, sso, now).tone);
  const isSignedIn = word !== 'Sign in' && word !== 'Waiting';
  const button = (
    <Button
      className={cx(sidebar['item'])}
      data-nav={`session ${session.id}`}
      excludeFromTabOrder={!isStop}
      {...(isSignedIn ? {} : { onPress: () => signInTo(session.id) })}
    >
      <Dot tone={tone} />
      <span className={sidebar['name']}>
        {session.name} <span className={sidebar['kind']}>SSO</span>
      </span>
      <span className={cx(sidebar['note'], sidebar[tone])}>{word}</span>
    </Button>
  );
  if (!isSignedIn) return button;
  return (
    <Popover label={`SSO session ${session.name}`} trigger={button} placement="right top">
      {(close) => <SessionFacts session={session} onDone={close} />}
    </Popover>
  );
}
