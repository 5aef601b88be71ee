import type { SsoSessionView } from '../../app/sign-in/model.ts';
import { Button } from '../ui/button.tsx';
import { signInTo, signOutOf } from './actions.ts';
import { namesInWords, profilesInWords } from './sessions.ts';
import css from './sign-in-dialog.module.css';

interface Props {
  readonly session: SsoSessionView;
  readonly onDone: () => void;
}

/** Until when one is signed in to a session, what depends on it, and how to end it. */
export function SessionFacts({ session: { id, name, profiles, state }, onDone }: Props) {
  const until =
    state.status === 'signed-in'
      ? `Signed in until ${new Date(state.expiresAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}.`
      : 'Latchkey is looking whether you are signed in.';
  const depends =
    profiles.length === 0
      ? 'No profile uses it.'
      : `Used by ${profilesInWords(profiles)}: ${namesInWords(profiles)}.`;
  return (
    <div className={css['session']}>
      <p className={css['name']}>{name}</p>
      <p>
        {until} {depends}
      </p>
      {state.status === 'signed-in' && (
        <div className={css['actions']}>
          <Button
            size="small"
            onPress={() => {
              onDone();
              signInTo(id);
            }}
          >
            Sign in again
          </Button>
          <Button
            size="small"
            onPress={() => {
              onDone();
              void signOutOf(id, name);
            }}
          >
            Sign out
          </Button>
        </div>
      )}
    </div>
  );
}
