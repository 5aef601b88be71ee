import { useStore } from '../store.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { usedBy } from './used-by.ts';
import css from './profile-setup.module.css';
import type { ProfileSetupDialogs } from './state.ts';
import { usePreview } from './use-preview.ts';

/** Takes a profile out of AWS's files. */
export function RemoveProfileDialog({ profile }: ProfileSetupDialogs['remove-profile']) {
  const previewed = usePreview({ kind: 'remove', profile });
  const connections = useStore((state) => usedBy(state.connections, profile));
  return (
    <ChangeDialog
      title={`Remove ${profile}`}
      previewed={previewed}
      verb="Remove"
      done={`Removed ${profile}`}
      look="danger"
    >
      <p>Other programs on this computer lose this profile too.</p>
      {connections > 0 && (
        <p className={css['note']}>
          {connections === 1 ? 'One saved connection uses it' : `${connections} saved connections use it`} and
          will not work until you choose another profile there.
        </p>
      )}
    </ChangeDialog>
  );
}
