import { Button } from 'react-aria-components/Button';
import type { Profile } from '../../app/profiles/model.ts';
import type { SsoSessionView } from '../../app/sign-in/model.ts';
import { useClock } from '../clock.ts';
import { askForMfaCode } from '../mfa/actions.ts';
import { filterBy } from '../endpoints/actions.ts';
import { signInTo } from '../sign-in/actions.ts';
import { useStore } from '../store.ts';
import { Dot } from '../ui/badge.tsx';
import { cx } from '../ui/cx.ts';
import { Popover } from '../ui/popover.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { ProfileProblem } from './profile-problem.tsx';
import css from './sidebar.module.css';
import { stateWord } from './state-word.ts';
import { WhoAmI } from './who-am-i.tsx';

interface Props {
  readonly profile: Profile;
  /** The SSO session that it depends on; null where it depends on none. */
  readonly session: SsoSessionView | null;
  /** Whether the Tab key stops here; the arrows move between the others. */
  readonly isStop: boolean;
}

/**
 * A profile with its state in one word. It filters the list, asks for what a person has to do, or explains why it cannot
 * be used.
 */
export function ProfileItem({ profile, session, isStop }: Props) {
  const isChosen = useStore((state) => state.filters.profile === profile.name);
  // the time that is left is its session's
  const isOfSession = session !== null && profile.state.status === 'usable';
  const needsSignIn =
    session !== null && profile.state.status === 'unusable' && profile.state.error.code === 'sign-in-needed';
  const word = useClock((now) => (isOfSession ? '' : stateWord(profile, now).word));
  const tone = useClock((now) => stateWord(profile, now).tone);

  const { state } = profile;
  const needsMfa = state.status === 'unusable' && state.error.code === 'mfa-needed';
  const press =
    state.status !== 'unusable'
      ? { onPress: () => filterBy({ profile: isChosen ? null : profile.name }), 'aria-pressed': isChosen }
      : needsMfa
        ? { onPress: () => void askForMfaCode(profile.name) }
        : needsSignIn && { onPress: () => signInTo(session.id) };
  const button = (
    <Button
      className={cx(css['item'], isChosen && css['chosen'])}
      data-nav={`profile ${profile.name}`}
      excludeFromTabOrder={!isStop}
      {...press}
    >
      {session === null && <Dot tone={tone} />}
      <span className={css['name']}>{profile.name}</span>
      <span className={cx(css['note'], css[tone])}>{word}</span>
    </Button>
  );

  if (state.status === 'unusable' && !needsSignIn && !needsMfa) {
    return (
      <Popover label={`Profile ${profile.name}`} trigger={button} placement="right top">
        {(close) => <ProfileProblem profile={profile} onDone={close} />}
      </Popover>
    );
  }
  if (profile.identity === null && profile.chain.length === 0) return button;
  return (
    <Tooltip placement="right" text={<WhoAmI profile={profile} />}>
      {button}
    </Tooltip>
  );
}
