import { ChangeDialog } from './change-dialog.tsx';
import css from './profile-setup.module.css';
import type { ProfileSetupDialogs } from './state.ts';
import { usePreview } from './use-preview.ts';

/** Adds the profiles that imported connections use and that are missing here. */
export function AddRecipesDialog({ recipes }: ProfileSetupDialogs['add-recipes']) {
  const previewed = usePreview({ kind: 'sso', ...recipes });
  const names = recipes.profiles.map(({ name }) => name);
  const count = names.length === 1 ? '1 profile' : `${names.length} profiles`;
  return (
    <ChangeDialog
      title="Add the profiles of these connections"
      previewed={previewed}
      verb={`Add ${count}`}
      done={`Added ${count}`}
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
      </dl>
    </ChangeDialog>
  );
}
