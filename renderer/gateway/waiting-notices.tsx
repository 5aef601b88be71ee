import { Copy, Hourglass, LogIn } from 'lucide-react';
import { useMemo } from 'react';
import notices from '../window/notices.module.css';
import { copyCommand } from '../profiles/actions.ts';
import { signInTo } from '../sign-in/actions.ts';
import { sessionOfProfile } from '../sign-in/sessions.ts';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { retryWaiting } from './actions.ts';
import { waitersOf } from './waiters.ts';
import css from './waiting-notices.module.css';

/** Asks for what a person has to do before clients that wait can be let in. */
export function WaitingNotices() {
  const gateways = useStore((state) => state.gateways);
  const connections = useStore((state) => state.connections);
  const waiters = useMemo(() => waitersOf(gateways, connections), [gateways, connections]);
  const sso = useStore((state) => state.sso);
  return waiters.map(({ profile, title, error: { code, message, hint, command } }) => {
    const session = code === 'sign-in-needed' ? sessionOfProfile(sso, profile) : null;
    return (
      <div key={profile} className={notices['banner']}>
        <Hourglass size={15} aria-hidden="true" />
        <div className={notices['text']}>
          <p className={css['title']}>{title}</p>
          <p>
            {message} {hint !== undefined && <span className={notices['hint']}>{hint}</span>}
          </p>
          {command !== undefined && <code className={css['command']}>{command}</code>}
        </div>
        <div className={css['actions']}>
          {session !== null && (
            <Button size="small" onPress={() => signInTo(session.id)}>
              <LogIn size={13} aria-hidden="true" />
              Sign in
            </Button>
          )}
          {command !== undefined && (
            <Button size="small" onPress={() => void copyCommand(profile)}>
              <Copy size={13} aria-hidden="true" />
              Copy command
            </Button>
          )}
          <Button size="small" onPress={() => void retryWaiting()}>
            Try again
          </Button>
        </div>
      </div>
    );
  });
}
