import { Copy, RefreshCw } from 'lucide-react';
import type { Profile } from '../../app/profiles/model.ts';
import { Button } from '../ui/button.tsx';
import { checkAgain, copyCommand } from './actions.ts';
import css from './profile-problem.module.css';
import { WhoAmI } from './who-am-i.tsx';

interface Props {
  readonly profile: Profile;
  readonly onDone?: () => void;
}

/** Why a profile cannot be used, and what to do: in words, and as a command where there is one. */
export function ProfileProblem({ profile, onDone }: Props) {
  const { name, state } = profile;
  if (state.status !== 'unusable') return null;
  const { message, hint, command } = state.error;
  return (
    <div className={css['problem']}>
      <p className={css['name']}>{name}</p>
      <p>{message}</p>
      {hint !== undefined && <p className={css['hint']}>{hint}</p>}
      {command !== undefined && <code className={css['command']}>{command}</code>}
      <WhoAmI profile={profile} />
      <div className={css['actions']}>
        {command !== undefined && (
          <Button size="small" look="primary" onPress={() => void copyCommand(name)}>
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
