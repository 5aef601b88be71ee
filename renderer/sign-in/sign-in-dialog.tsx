import { useEffect } from 'react';
import { hostOf, type SignInFlow } from '../../app/sign-in/model.ts';
import { closeDialog, useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { NoticeCard } from '../ui/notice.tsx';
import { beginSignIn, cancelSignIn, closeSignIn } from './actions.ts';
import { namesInWords, profilesInWords } from './sessions.ts';
import css from './sign-in-dialog.module.css';
import type { SignInDialogs } from './state.ts';
import { WaitingCard } from './waiting-card.tsx';

/** One dialog for one session, whoever asked. To close it ends nothing: the sidebar leads back to it. */
export function SignInDialog({ id }: SignInDialogs['sign-in']) {
  const flow = useStore(({ sso }) => sso.flows.find((one) => one.id === id));
  const session = useStore(({ sso }) => sso.sessions.find((one) => one.id === id));
  const isGone = flow === undefined;
  // a sign-in that is done or cancelled is gone; one that was just asked for is not there yet
  useEffect(() => {
    if (!isGone) return () => closeSignIn(id);
    return undefined;
  }, [id, isGone]);
  if (flow === undefined) return null;
  return (
    <Dialog title={`Sign in to ${flow.name}`} isOpen onClose={closeDialog} footer={<Footer flow={flow} />}>
      <p className={css['intro']}>{intro(flow)}</p>
      {session?.state.status === 'elsewhere' && (
        <p className={css['intro']}>
          Somebody is signed in under this name to {hostOf(session.state.startUrl)}. Signing in here replaces
          that.
        </p>
      )}
      <Content flow={flow} />
      <p className="spoken" role="status">
        {spoken(flow)}
      </p>
    </Dialog>
  );
}

function Content({ flow: { id, at } }: { readonly flow: SignInFlow }) {
  switch (at.step) {
    case 'asked':
      return null;
    case 'waiting':
      return <WaitingCard id={id} at={at} />;
    case 'starting':
      return <p className={css['progress']}>Asking AWS where to sign in…</p>;
    case 'finishing':
      return <p className={css['progress']}>Almost done: AWS is being asked for the sign-in…</p>;
    case 'failed':
      return (
        <NoticeCard tone="red" title={at.error.message}>
          {at.error.hint}
        </NoticeCard>
      );
  }
}

function Footer({ flow: { id, at } }: { readonly flow: SignInFlow }) {
  const method = at.step === 'waiting' ? at.prompt.method : null;
  return (
    <>
      {method === 'browser' && (
        <Button look="link" className={css['other']} onPress={() => void beginSignIn(id, 'code')}>
          Use a code instead
        </Button>
      )}
      <Button onPress={() => void cancelSignIn(id)}>{at.step === 'asked' ? 'Not now' : 'Cancel'}</Button>
      {(at.step === 'asked' || at.step === 'failed') && (
        <Button
          look="primary"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- a dialog begins with the focus on what answers it
          autoFocus
          onPress={() => void beginSignIn(id, null)}
        >
          {at.step === 'asked' ? 'Sign in' : 'Try again'}
        </Button>
      )}
    </>
  );
}

function intro({ name, profiles, neededBy, by, at }: SignInFlow): string {
  const signsIn =
    profiles.length === 0 ? '' : ` This signs in ${profilesInWords(profiles)}: ${namesInWords(profiles)}.`;
  if (at.step === 'waiting' && at.prompt.method === 'code') {
    return `Open the page in any browser, on any device, and confirm this code.${signsIn}`;
  }
  if (at.step === 'asked') {
    const who = by === 'gateway' ? 'A client that waits at the gateway' : neededBy;
    const why =
      by === 'gateway' ? ` needs ${neededBy ?? name}, which is not signed in.` : ' is not signed in.';
    return `${who ?? name}${why}${signsIn}`;
  }
  return `Finish signing in in your browser.${signsIn}`;
}

function spoken({ name, at }: SignInFlow): string {
  switch (at.step) {
    case 'waiting':
      return at.prompt.userCode === null
        ? 'Waiting for the browser.'
        : `Waiting for the code ${at.prompt.userCode} to be confirmed.`;
    case 'finishing':
      return `Finishing the sign-in to ${name}.`;
    case 'failed':
      return `${at.error.message} ${at.error.hint ?? ''}`;
    default:
      return '';
  }
}
