import { useState } from 'react';
import { closeDialog, useStore } from '../store.ts';
import { signInTo } from '../sign-in/actions.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import css from './profile-setup.module.css';
import type { ProfileSetupDialogs } from './state.ts';
import { usePreview } from './use-preview.ts';

/** Adds the profiles that imported connections use and that are missing here; then offers to sign in. */
export function AddRecipesDialog({ recipes }: ProfileSetupDialogs['add-recipes']) {
  const [isAdded, setAdded] = useState(false);
  const previewed = usePreview(isAdded ? null : { kind: 'sso', ...recipes });
  const names = [...recipes.profiles, ...recipes.roles].map(({ name }) => name);
  const count = names.length === 1 ? '1 profile' : `${names.length} profiles`;
  if (isAdded) return <SignInQuestion profiles={names} />;
  return (
    <ChangeDialog
      title="Add the profiles of these connections"
      previewed={previewed}
      verb={`Add ${count}`}
      done={`Added ${count}`}
      onDone={() => setAdded(true)}
    >
      <p className={css['intro']}>
        The connections that you imported are signed by {count} that this computer does not have. The file
        says how to set
        {names.length === 1 ? ' it' : ' them'} up. Add only what you expect from who gave you the file.
      </p>
      <dl className={css['sessions']}>
        {recipes.sessions.map(({ name, startUrl, region }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <code>{startUrl}</code> in {region}
            </dd>
          </div>
        ))}
        {recipes.roles.map(({ name, roleArn, source }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <code>{roleArn}</code>, assumed by {source}
            </dd>
          </div>
        ))}
      </dl>
    </ChangeDialog>
  );
}

/** Offers to sign in to the first session that the new profiles wait for. */
function SignInQuestion({ profiles }: { readonly profiles: readonly string[] }) {
  const session = useStore(({ sso }) =>
    sso.sessions.find((one) => profiles.some((profile) => one.profiles.includes(profile))),
  );
  const isIn = session?.state.status === 'signed-in';
  return (
    <Dialog
      title="Your profiles are ready"
      isOpen
      onClose={closeDialog}
      footer={
        <>
          <Button onPress={closeDialog}>{isIn ? 'Close' : 'Later'}</Button>
          {session !== undefined && !isIn && (
            <Button look="primary" onPress={() => signInTo(session.id)}>
              Sign in to {session.name}
            </Button>
          )}
        </>
      }
    >
      <p>
        {isIn
          ? `You are signed in to ${session.name}, so the connections can be opened.`
          : 'Sign in once, and the connections can be opened.'}
      </p>
    </Dialog>
  );
}
