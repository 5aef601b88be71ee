import { useState } from 'react';
import { Segments } from '../ui/segments.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import css from './profile-setup.module.css';
import { useKeysForm } from './use-keys-form.tsx';
import { usePreview } from './use-preview.ts';
import { useRoleForm } from './use-role-form.tsx';
import { useSsoForm } from './use-sso-form.tsx';

const ways = [
  { id: 'sso', text: 'IAM Identity Center' },
  { id: 'role', text: 'Assume a role' },
  { id: 'keys', text: 'Access key' },
] as const;

/** Adds profiles: roles of IAM Identity Center, many at once; a role that is assumed; or an access key. */
export function AddProfilesDialog() {
  const [way, setWay] = useState<(typeof ways)[number]['id']>('sso');
  const forms = { sso: useSsoForm(), role: useRoleForm(), keys: useKeysForm() };
  const { body, change, verb, done } = forms[way];
  const previewed = usePreview(change);
  return (
    <ChangeDialog title="Add AWS profiles" previewed={previewed} verb={verb} done={done}>
      <div className={css['ways']}>
        <Segments label="From" value={way} choices={ways} onChange={setWay} />
      </div>
      {body}
    </ChangeDialog>
  );
}
