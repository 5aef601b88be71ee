import { ClipboardPaste } from 'lucide-react';
import { useState } from 'react';
import type { KeysRead } from '../../app/profile-setup/model.ts';
import type { Failure } from '../api.ts';
import { awsRegions } from '../settings/aws-regions.ts';
import { Button } from '../ui/button.tsx';
import { Combo } from '../ui/combo.tsx';
import { Field } from '../ui/field.tsx';
import { readKeys } from './actions.ts';
import type { AddForm } from './add-form.ts';
import css from './profile-setup.module.css';

/** A profile with an access key, whose secret part goes from the clipboard to the file and never through the window. */
export function useKeysForm(): AddForm {
  const [form, setForm] = useState({ name: '', accessKeyId: '', region: '' });
  const [keys, setKeys] = useState<KeysRead | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const put = (key: keyof typeof form) => (value: string) => setForm((last) => ({ ...last, [key]: value }));

  const read = async (): Promise<void> => {
    const found = await readKeys();
    if ('code' in found) return setFailure(found);
    setFailure(null);
    setKeys(found);
    if (found.accessKeyId !== null) put('accessKeyId')(found.accessKeyId);
  };

  const name = form.name.trim();
  const accessKeyId = form.accessKeyId.trim();
  return {
    body: (
      <>
        <p className={css['intro']}>
          An access key works until somebody deletes it, for whoever has the file. If your company has IAM
          Identity Center, use that: its sign-in ends by itself.
        </p>
        <div className={css['fields']}>
          <Field label="Name" value={form.name} problem={null} onChange={put('name')} />
          <div className={css['secret']}>
            <span className={css['label']}>Secret key</span>
            <div>
              <div className={css['read']}>
                <Button onPress={() => void read()}>
                  <ClipboardPaste size={14} aria-hidden="true" />
                  Read from the clipboard
                </Button>
                {keys !== null && (
                  <span role="status">{keys.isTemporary ? 'Read, with a session token' : 'Read'}</span>
                )}
              </div>
              <p className={css['hint']}>
                Copy the secret access key where AWS shows it, or all lines that AWS offers to copy.
                {keys?.isTemporary === true && ' These keys are temporary and end in some hours.'}
              </p>
              {failure !== null && (
                <p className={css['problem']} role="alert">
                  {failure.message} {failure.hint}
                </p>
              )}
            </div>
          </div>
          <Field
            label="Access key ID"
            value={form.accessKeyId}
            placeholder="AKIA…"
            problem={null}
            onChange={put('accessKeyId')}
            isMono
          />
          <Combo
            label="Region"
            value={form.region}
            placeholder="None"
            problem={null}
            suggestions={awsRegions}
            onChange={put('region')}
          />
        </div>
      </>
    ),
    change:
      name === '' || keys === null || accessKeyId === ''
        ? null
        : { kind: 'keys', name, keysId: keys.id, accessKeyId, region: form.region.trim() || null },
    verb: 'Add profile',
    done: `Added ${name}`,
  };
}
