import { useState } from 'react';
import { whyNotName } from '../../app/profiles/names.ts';
import { useStore } from '../store.ts';
import { Field } from '../ui/field.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import { usedBy } from './used-by.ts';
import css from './profile-setup.module.css';
import type { ProfileSetupDialogs } from './state.ts';
import { usePreview } from './use-preview.ts';

/** Gives a profile another name, wherever it is written. */
export function RenameProfileDialog({ profile }: ProfileSetupDialogs['rename-profile']) {
  const [to, setTo] = useState(profile);
  const name = to.trim();
  const why = name === profile ? null : whyNotName(name);
  const previewed = usePreview(
    name === profile || why !== null ? null : { kind: 'rename', from: profile, to: name },
  );
  const connections = useStore((state) => usedBy(state.connections, profile));
  return (
    <ChangeDialog
      title={`Rename ${profile}`}
      previewed={previewed}
      verb="Rename"
      done={`Renamed ${profile} to ${name}`}
    >
      <Field
        label="Name"
        value={to}
        problem={why === null || to === '' ? null : `The name ${why}.`}
        onChange={setTo}
        hint="Other programs and scripts that name the profile are not changed."
      />
      {connections > 0 && (
        <p className={css['note']}>
          {connections === 1 ? 'One saved connection uses' : `${connections} saved connections use`} this
          profile and will use the new name.
        </p>
      )}
    </ChangeDialog>
  );
}
