import type { HandlersOf } from '../common/contract.ts';
import { fail, succeed, type Result } from '../common/result.ts';
import type { ConnectionsApi } from '../connections/module.ts';
import type { EndpointsApi } from '../endpoints/module.ts';
import type { SettingsApi } from '../settings/module.ts';
import type { ProfilesApi } from '../profiles/module.ts';
import type { profileSetupContract } from './contract.ts';
import { editFor, isSameSession, whyNotSession } from './edit-for.ts';
import { keysInText, type FoundKeys } from './keys-in-text.ts';
import { listAccounts } from './list-accounts.ts';
import { ssoSessionRecipe, type ProfileChange } from './model.ts';
import type { SignIn } from './ports.ts';

/** What the profile-setup module takes from others. */
interface Needs {
  readonly newId: () => string;
  readonly profiles: Pick<ProfilesApi, 'ssoSessions' | 'ssoProfiles' | 'fileChanges'>;
  readonly connections: Pick<ConnectionsApi, 'renameProfile'>;
  readonly endpoints: Pick<EndpointsApi, 'renameProfile'>;
  readonly settings: Pick<SettingsApi, 'renameProfile'>;
  readonly signIn: SignIn;
  /** The system's clipboard. */
  readonly readClipboard: () => Promise<string>;
}

/** Makes the profile-setup module: profiles are added, renamed and removed as a person has seen it before. */
export function createProfileSetupModule({
  newId,
  profiles,
  connections,
  endpoints,
  settings,
  signIn,
  readClipboard,
}: Needs) {
  let keys: (FoundKeys & { readonly id: string }) | null = null;
  /** What the newest preview is of. */
  let shown: { readonly id: string; readonly change: ProfileChange } | null = null;
  let undoable: { readonly id: string; readonly undo: () => Promise<Result<null>> } | null = null;

  async function rename({ from, to }: Extract<ProfileChange, { kind: 'rename' }>, undoFiles: Undo) {
    const renamed = await connections.renameProfile(from, to);
    if (!renamed.ok) {
      await undoFiles();
      return renamed;
    }
    await endpoints.renameProfile(from, to);
    await settings.renameProfile(from, to);
    return succeed(async (): Promise<Result<null>> => {
      const files = await undoFiles();
      if (!files.ok) return files;
      await settings.renameProfile(to, from);
      return renamed.value();
    });
  }

  const handlers: HandlersOf<typeof profileSetupContract> = {
    async sessions() {
      const all = await profiles.ssoSessions();
      const sessions = all.map(({ name, startUrl, region }) => ({ name, startUrl, region }));
      // what does not fit a request back cannot be chosen
      return succeed({
        sessions: sessions.filter((one) => ssoSessionRecipe.safeParse(one).success).slice(0, 500),
      });
    },
    async accounts({ session }) {
      const why = whyNotSession(session);
      if (why !== null) return fail('invalid-input', why);
      const { startUrl, region } = session;
      const same = (await profiles.ssoSessions()).find((one) => isSameSession(one, session));
      const target = { session: same?.name ?? session.name, startUrl, region, scopes: same?.scopes ?? null };
      const list = async () => listAccounts(signIn, target, await profiles.ssoProfiles());
      const listed = await list();
      if (listed.ok || listed.error.code !== 'sign-in-needed') return listed;
      const signedIn = await signIn.signIn(target);
      return signedIn.ok ? list() : signedIn;
    },
    async readKeys() {
      const text = await readClipboard().catch(() => '');
      const found = keysInText(text);
      if (found === null) {
        return fail('invalid-input', 'There is no AWS secret access key on the clipboard.', {
          hint: 'Copy it where AWS shows it, then read it again.',
        });
      }
      keys = { ...found, id: newId() };
      const { id, accessKeyId, sessionToken } = keys;
      return succeed({ id, accessKeyId, isTemporary: sessionToken !== null });
    },
    async preview({ change }) {
      const ownKeys = change.kind === 'keys' && keys?.id === change.keysId ? keys : null;
      const preview = await profiles.fileChanges.preview((sessions) => editFor(change, sessions, ownKeys));
      if (preview.ok) shown = { id: preview.value.id, change };
      return preview;
    },
    async apply({ previewId }) {
      const change = shown?.id === previewId ? shown.change : null;
      const written = await profiles.fileChanges.apply(previewId);
      if (!written.ok) return written;
      const undo = change?.kind === 'rename' ? await rename(change, written.value) : written;
      if (!undo.ok) return undo;
      if (change?.kind === 'keys') keys = null;
      undoable = { id: newId(), undo: undo.value };
      return succeed({ undoId: undoable.id });
    },
    async undo({ undoId }) {
      if (undoable?.id !== undoId) {
        return fail('invalid-input', 'This change can no longer be taken back.', {
          hint: 'The file as it was before the last change lies beside it, with “.latchkey-backup” at the end of its name.',
        });
      }
      const { undo } = undoable;
      undoable = null;
      const undone = await undo();
      return undone.ok ? succeed({}) : undone;
    },
  };
  return { handlers };
}

type Undo = () => Promise<Result<null>>;
