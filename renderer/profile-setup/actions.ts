import {
  recipesFor,
  type KeysRead,
  type ProfileRecipes,
  type SsoAccount,
  type SsoSessionRecipe,
} from '../../app/profile-setup/model.ts';
import { ask, type Failure } from '../api.ts';
import { openDialog } from '../store.ts';
import { toast, toastFailure } from '../toast.ts';

/** Opens the dialog that adds profiles. */
export function addProfiles(): void {
  openDialog({ kind: 'add-profiles' });
}

/** The SSO sessions that are there to add profiles from. */
export async function knownSessions(): Promise<readonly SsoSessionRecipe[]> {
  const reply = await ask((bridge) => bridge.profileSetup.sessions({}));
  return reply.ok ? reply.value.sessions : [];
}

/** What somebody can use after a sign-in, or why it is not known. */
export type Accounts =
  | {
      readonly ok: true;
      readonly value: { readonly accounts: readonly SsoAccount[]; readonly withoutRoles: number };
    }
  | { readonly ok: false; readonly error: Failure };

/** Lists the accounts and roles of a session; signs in where that is needed. */
export function accountsOf(session: SsoSessionRecipe): Promise<Accounts> {
  return ask((bridge) => bridge.profileSetup.accounts({ session }));
}

/** Offers to add the profiles that imported connections use and that are missing here, where there are any. */
export function addRecipes(recipes: ProfileRecipes, used: ReadonlySet<string>): void {
  const missing = recipesFor(recipes, used);
  if (missing.profiles.length + missing.roles.length > 0)
    openDialog({ kind: 'add-recipes', recipes: missing });
}

/** Has main read an access key from the clipboard. */
export async function readKeys(): Promise<KeysRead | Failure> {
  const reply = await ask((bridge) => bridge.profileSetup.readKeys({}));
  return reply.ok ? reply.value : reply.error;
}

/**
 * Makes the change that a preview has shown, and offers to take it back.
 *
 * @param done what to say when it is made
 * @returns what went wrong, for the dialog to say
 */
export async function applyChange(previewId: string, done: string): Promise<Failure | null> {
  const reply = await ask((bridge) => bridge.profileSetup.apply({ previewId }));
  if (!reply.ok) return reply.error;
  const { undoId } = reply.value;
  toast({ tone: 'done', message: done, undo: () => void undoChange(undoId) });
  return null;
}

async function undoChange(undoId: string): Promise<void> {
  const reply = await ask((bridge) => bridge.profileSetup.undo({ undoId }));
  if (reply.ok) toast({ tone: 'done', message: 'Your AWS files are as they were' });
  else toastFailure(reply.error);
}
