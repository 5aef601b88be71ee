import { useState } from 'react';
import type { SsoSessionRecipe } from '../../app/profile-setup/model.ts';
import type { Failure } from '../api.ts';
import { awsRegions } from '../settings/aws-regions.ts';
import { Button } from '../ui/button.tsx';
import { Combo } from '../ui/combo.tsx';
import { Field } from '../ui/field.tsx';
import type { Accounts } from './actions.ts';
import css from './profile-setup.module.css';
import { SignInProgress } from './sign-in-progress.tsx';

interface Props {
  readonly known: readonly SsoSessionRecipe[];
  readonly session: SsoSessionRecipe;
  readonly onChange: (session: SsoSessionRecipe) => void;
  /** Signs in where that is needed, and lists what it gives access to. */
  readonly list: () => Promise<Accounts>;
  readonly onFound: (found: Extract<Accounts, { ok: true }>['value']) => void;
}

/** Where to sign in, and how far that is. */
export function SsoStart({ known, session, onChange, list, onFound }: Props) {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { name, startUrl, region } = session;
  const isFilled = name.trim() !== '' && startUrl.trim() !== '' && region.trim() !== '';

  const begin = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    const reply = await list();
    setBusy(false);
    if (reply.ok) onFound(reply.value);
    else setFailure(reply.error);
  };

  if (isBusy) return <SignInProgress session={name.trim()} />;
  return (
    <>
      <p className={css['intro']}>
        Your company’s administrators know the start URL and its region. Signing in shows the accounts and
        roles that you have.
      </p>
      <div className={css['fields']}>
        <Combo
          label="Session name"
          value={name}
          placeholder="corp"
          problem={null}
          suggestions={known.map((one) => ({ text: one.name, note: one.startUrl }))}
          onChange={(to) => onChange(known.find((one) => one.name === to) ?? { ...session, name: to })}
        />
        <Field
          label="Start URL"
          value={startUrl}
          placeholder="https://example.awsapps.com/start"
          problem={null}
          onChange={(to) => onChange({ ...session, startUrl: to })}
          isMono
        />
        <Combo
          label="SSO region"
          value={region}
          placeholder="us-east-1"
          problem={null}
          suggestions={awsRegions}
          onChange={(to) => onChange({ ...session, region: to })}
        />
      </div>
      {failure !== null && (
        <p className={css['problem']} role="alert">
          {failure.message} {failure.hint}
        </p>
      )}
      <div className={css['begin']}>
        <Button look="primary" isDisabled={!isFilled} onPress={() => void begin()}>
          List accounts and roles
        </Button>
      </div>
    </>
  );
}
