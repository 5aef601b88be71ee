import { useState } from 'react';
import { awsRegions } from '../settings/aws-regions.ts';
import { useStore } from '../store.ts';
import { Combo } from '../ui/combo.tsx';
import { Field } from '../ui/field.tsx';
import type { AddForm } from './add-form.ts';
import css from './profile-setup.module.css';

/** A profile that assumes a role with the credentials of another. */
export function useRoleForm(): AddForm {
  const [form, setForm] = useState({ name: '', roleArn: '', source: '', mfaSerial: '', region: '' });
  const profiles = useStore((state) => state.profiles.profiles);
  const put = (key: keyof typeof form) => (value: string) => setForm((last) => ({ ...last, [key]: value }));
  const name = form.name.trim();
  const isFilled = name !== '' && form.roleArn.trim() !== '' && form.source !== '';
  return {
    body: (
      <>
        <p className={css['intro']}>
          The profile signs as a role, with the credentials of another profile that may assume it.
        </p>
        <div className={css['fields']}>
          <Field label="Name" value={form.name} problem={null} onChange={put('name')} />
          <Field
            label="Role ARN"
            value={form.roleArn}
            placeholder="arn:aws:iam::123456789012:role/Name"
            problem={null}
            onChange={put('roleArn')}
            isMono
          />
          <Combo
            label="Assumed by"
            value={form.source}
            problem={null}
            suggestions={profiles.map((one) => ({ text: one.name }))}
            onChange={put('source')}
          />
          <Field
            label="MFA device"
            value={form.mfaSerial}
            placeholder="None, or arn:aws:iam::123456789012:mfa/name"
            problem={null}
            onChange={put('mfaSerial')}
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
    change: isFilled
      ? {
          kind: 'role',
          name,
          roleArn: form.roleArn.trim(),
          source: form.source,
          mfaSerial: form.mfaSerial.trim() || null,
          region: form.region.trim() || null,
        }
      : null,
    verb: 'Add profile',
    done: `Added ${name}`,
  };
}
