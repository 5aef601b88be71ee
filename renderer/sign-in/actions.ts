import type { SignInMethod } from '../../app/sign-in/model.ts';
import { ask } from '../api.ts';
import { closeDialog, getState, openDialog } from '../store.ts';
import { report, toast, toastFailure } from '../toast.ts';

/** Shows how a sign-in stands, and begins it where it is not under way: somebody has chosen so. */
export function signInTo(id: string): void {
  openDialog({ kind: 'sign-in', id });
  void beginSignIn(id, null);
}

/** Begins to sign in, or goes on; the browser opens. */
export async function beginSignIn(id: string, method: SignInMethod | null): Promise<void> {
  const reply = await ask((bridge) => bridge.signIn.begin({ id, method }));
  if (reply.ok) return;
  closeSignIn(id);
  toastFailure(reply.error);
}

/** Opens the browser again at the same address. */
export async function openAgain(id: string): Promise<void> {
  await report(ask((bridge) => bridge.signIn.openAgain({ id })));
}

/** Copies the address, or the code that is entered there. */
export async function copyOfSignIn(id: string, what: 'address' | 'code'): Promise<void> {
  const reply = await ask((bridge) => bridge.signIn.copy({ id, what }));
  if (!reply.ok) toastFailure(reply.error);
  else toast({ tone: 'done', message: what === 'address' ? 'Address copied' : 'Code copied' });
}

/** Ends a sign-in, or takes the question away. */
export async function cancelSignIn(id: string): Promise<void> {
  closeSignIn(id);
  await report(ask((bridge) => bridge.signIn.cancel({ id })));
}

/** Signs out of one session. */
export async function signOutOf(id: string, name: string): Promise<void> {
  const reply = await ask((bridge) => bridge.signIn.signOut({ id }));
  if (!reply.ok) toastFailure(reply.error);
  else toast({ tone: 'done', message: `Signed out of ${name}` });
}

/** A window that opens shows the question that came up while there was none. */
export function showAsked(): void {
  const { dialog, sso } = getState();
  const asked = sso.flows.find(({ at }) => at.step === 'asked');
  if (dialog === null && asked !== undefined) openDialog({ kind: 'sign-in', id: asked.id });
}

/** Closes the dialog where it is about this sign-in. */
export function closeSignIn(id: string): void {
  const { dialog } = getState();
  if (dialog?.kind === 'sign-in' && dialog.id === id) closeDialog();
}
