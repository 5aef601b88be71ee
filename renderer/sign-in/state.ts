import type { SsoState } from '../../app/sign-in/model.ts';

/** SSO sessions and sign-ins as main says they are. */
export interface SignInState {
  readonly sso: SsoState;
}

/** The dialogs of signing in, with what each is about. */
export interface SignInDialogs {
  /** One dialog for one session, whoever asked. */
  readonly 'sign-in': { readonly id: string };
}

/** No sessions, before main has answered. */
export const signInState: SignInState = { sso: { sessions: [], flows: [] } };
