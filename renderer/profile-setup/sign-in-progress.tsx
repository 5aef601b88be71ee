import { useStore } from '../store.ts';
import { beginSignIn, cancelSignIn } from '../sign-in/actions.ts';
import { WaitingCard } from '../sign-in/waiting-card.tsx';
import { Button } from '../ui/button.tsx';
import css from './profile-setup.module.css';

/** How far the sign-in is that lists accounts and roles. */
export function SignInProgress({ session }: { readonly session: string }) {
  const flow = useStore(({ sso }) => sso.flows.find((one) => one.name === session));
  if (flow?.at.step !== 'waiting') {
    return (
      <p className={css['intro']} role="status">
        Asking AWS for your accounts and roles…
      </p>
    );
  }
  const { id, at } = flow;
  return (
    <>
      <p className={css['intro']} role="status">
        Finish signing in in your browser.
      </p>
      <WaitingCard id={id} at={at} />
      <div className={css['cancel']}>
        <Button onPress={() => void cancelSignIn(id)}>Cancel the sign-in</Button>
        {at.prompt.method === 'browser' && (
          <Button look="link" onPress={() => void beginSignIn(id, 'code')}>
            Use a code instead
          </Button>
        )}
      </div>
    </>
  );
}
