import { useState } from 'react';
import { Segments } from '../ui/segments.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import css from './profile-setup.module.css';
import { useKeysForm } from './use-keys-form.tsx';
import { usePreview } from './use-preview.ts';
import { useRoleForm } from './use-role-form.tsx';

const ways = [
  { id: 'role', text: 'Assume a role' },
  { id: 'keys', text: 'Access key' },
] as const;

/** Adds a profile: a role that is assumed, or an access key. */
export function AddProfilesDialog() {
  const [way, setWay] = useState<(typeof ways)[number]['id']>('role');
  const forms = { role: useRoleForm(), keys: useKeysForm() };
  const { body, change, verb, done } = forms[way];
  const previewed = usePreview(change);
  return (
    <ChangeDialog title="Add an AWS profile" previewed={previewed} verb={verb} done={done}>
      <div className={css['ways']}>
        <Segments label="From" value={way} choices={ways} onChange={setWay} />
      </div>
      {body}
    </ChangeDialog>
  );
}
