import { Copy } from 'lucide-react';
import { hostOf, type SignInStep } from '../../app/sign-in/model.ts';
import { useNow } from '../clock.ts';
import { clockText } from '../tokens/countdown.ts';
import { Button } from '../ui/button.tsx';
import { Ring } from '../ui/ring.tsx';
import { copyOfSignIn, openAgain } from './actions.ts';
import css from './sign-in-dialog.module.css';

interface Props {
  readonly id: string;
  readonly at: Extract<SignInStep, { step: 'waiting' }>;
}

/** What is waited for, how long it is still good, and where to go by hand. */
export function WaitingCard({ id, at: { prompt, since, isOpened } }: Props) {
  const { address, userCode, deadline } = prompt;
  const now = useNow();
  const left = Math.max(0, deadline - now);
  const host = hostOf(address);
  return (
    <>
      {userCode !== null && (
        <div className={css['code']}>
          <code role="group" aria-label="Code">
            {userCode}
          </code>
          <Button size="small" onPress={() => void copyOfSignIn(id, 'code')}>
            <Copy size={13} aria-hidden="true" />
            Copy code
          </Button>
        </div>
      )}
      <div className={css['card']}>
        <Ring share={deadline > since ? left / (deadline - since) : 0} phase="calm" size={32} width={4} />
        <div className={css['what']}>
          <p className={css['title']}>
            {userCode === null ? 'Waiting for the browser' : 'Waiting for the code to be confirmed'}
          </p>
          <p className={css['time']}>
            <span role="timer">{clockText(left)} left</span> ·{' '}
            {isOpened ? `opened ${host}` : 'the browser could not be opened'}
          </p>
        </div>
        <Button onPress={() => void openAgain(id)}>Open again</Button>
      </div>
      <label className={css['label']} htmlFor="sign-in-address">
        {userCode === null
          ? 'No browser opened? Open this address on this computer:'
          : 'Open this address anywhere:'}
      </label>
      <div className={css['address']}>
        <input id="sign-in-address" readOnly value={address} onFocus={(event) => event.target.select()} />
        <Button look="link" onPress={() => void copyOfSignIn(id, 'address')}>
          Copy
        </Button>
      </div>
    </>
  );
}
