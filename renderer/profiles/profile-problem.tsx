import { Check, Copy, LogIn, RefreshCw, SquareTerminal } from 'lucide-react';
import type { Profile } from '../../app/profiles/model.ts';
import { askForMfaCode } from '../mfa/actions.ts';
import { signInTo } from '../sign-in/actions.ts';
import { sessionToSignIn } from '../sign-in/sessions.ts';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { checkAgain, confirmAddresses, copyCommand, runCommand } from './actions.ts';
import css from './profile-problem.module.css';
import { WhoAmI } from './who-am-i.tsx';

interface Props {
  readonly profile: Profile;
  readonly onDone?: () => void;
}

/** Why a profile cannot be used, and what to do: in words, and as a command where there is one. */
export function ProfileProblem({ profile, onDone }: Props) {
  const { name, state } = profile;
  const session = useStore(({ sso }) => sessionToSignIn(sso, profile));
  if (state.status !== 'unusable') return null;
  const { code, message, hint, command } = state.error;
  const { addresses = [] } = state;
  const inTerminal = command === undefined ? null : terminalText(command);
  return (
    <div className={css['problem']}>
      <p className={css['name']}>{name}</p>
      <p>{message}</p>
      {hint !== undefined && <p className={css['hint']}>{hint}</p>}
      {command !== undefined && <code className={css['command']}>{command}</code>}
      <WhoAmI profile={profile} />
      <div className={css['actions']}>
        {code === 'mfa-needed' && (
          <Button
            size="small"
            look="primary"
            onPress={() => {
              void askForMfaCode(name);
              onDone?.();
            }}
          >
            Enter MFA code
          </Button>
        )}
        {session !== null && (
          <Button
            size="small"
            look="primary"
            onPress={() => {
              onDone?.();
              signInTo(session.id);
            }}
          >
            <LogIn size={13} aria-hidden="true" />
            Sign in
          </Button>
        )}
        {inTerminal !== null && (
          <Button
            size="small"
            look="primary"
            onPress={() => {
              void runCommand(name);
              onDone?.();
            }}
          >
            <SquareTerminal size={13} aria-hidden="true" />
            {inTerminal}
          </Button>
        )}
        {addresses.length > 0 && (
          <Button
            size="small"
            onPress={() => {
              void confirmAddresses(name, addresses);
              onDone?.();
            }}
          >
            <Check size={13} aria-hidden="true" />
            {addresses.length === 1 ? 'Allow this address' : 'Allow these addresses'}
          </Button>
        )}
        {command !== undefined && (
          <Button
            size="small"
            look={inTerminal === null && session === null ? 'primary' : 'plain'}
            onPress={() => void copyCommand(name)}
          >
            <Copy size={13} aria-hidden="true" />
            Copy command
          </Button>
        )}
        <Button
          size="small"
          onPress={() => {
            void checkAgain(name);
            onDone?.();
          }}
        >
          <RefreshCw size={13} aria-hidden="true" />
          Check again
        </Button>
      </div>
    </div>
  );
}

/** What the button is called that runs a command in a terminal; null for one that Latchkey leaves to a person. */
function terminalText(command: string): string | null {
  if (command.startsWith('aws login ')) return 'Sign in';
  return command.startsWith('aws sts get-caller-identity ') ? 'Run in a terminal' : null;
}
