import type { SsoSessionView } from '../../app/sign-in/model.ts';
import type { DialogComponents, Offer, UiModule } from '../module.ts';
import { getState, type State } from '../store.ts';
import { toast } from '../toast.ts';
import { closeSignIn, signInTo, signOutOf } from './actions.ts';
import { sessionWord } from './sessions.ts';
import { SignInDialog } from './sign-in-dialog.tsx';
import type { SignInDialogs } from './state.ts';

const dialogs: DialogComponents<SignInDialogs> = { 'sign-in': SignInDialog };

/** What the window has of signing in to AWS. */
export const signIn: UiModule = {
  mirror: ({ signIn: bridge }, { now }) => [
    bridge.onChanged((sso) => now(() => ({ sso }))),
    bridge.onAsked(({ id }) =>
      now(({ dialog }) => (dialog === null ? { dialog: { kind: 'sign-in', id } } : {})),
    ),
    bridge.onSignedIn(({ id, name }) => {
      closeSignIn(id);
      toast({ tone: 'done', message: `Signed in to ${name}` });
    }),
  ],
  dialogs,
  commands: [
    {
      id: 'sign-in',
      text: 'Sign in to AWS',
      where: 'anywhere',
      isEnabled: (state) => nextToSignIn(state) !== undefined,
      inPalette: (state) => `Sign in to ${nextToSignIn(state)?.name ?? ''}`,
      run: () => {
        const session = nextToSignIn(getState());
        if (session !== undefined) signInTo(session.id);
      },
    },
  ],
  offers: (state) => state.sso.sessions.flatMap((session) => offersOf(session, nextToSignIn(state))),
};

/** The first session that nobody is signed in to. */
function nextToSignIn({ sso }: Pick<State, 'sso'>): SsoSessionView | undefined {
  return sso.sessions.find((session) =>
    ['Sign in', 'Waiting'].includes(sessionWord(session, sso, Date.now()).word),
  );
}

/** @param next the one that a command signs in to */
function offersOf({ id, name, state }: SsoSessionView, next: SsoSessionView | undefined): Offer[] {
  const offer = (what: string, text: string, run: () => void): Offer => ({ id: `${what} ${id}`, text, run });
  return [
    ...(id === next?.id
      ? []
      : [
          offer('sign-in', `Sign in to ${name}${state.status === 'signed-in' ? ' again' : ''}`, () =>
            signInTo(id),
          ),
        ]),
    ...(state.status === 'signed-in'
      ? [offer('sign-out', `Sign out of ${name}`, () => void signOutOf(id, name))]
      : []),
  ];
}
