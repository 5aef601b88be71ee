import type { Profile } from '../../app/profiles/model.ts';
import { accountText } from '../endpoints/describe.ts';
import css from './who-am-i.module.css';
import { kindText } from './state-word.ts';

/** The account and the ARN that AWS gave for a profile, once known. */
export function WhoAmI({ profile }: { readonly profile: Profile }) {
  const { identity, kind, region } = profile;
  if (identity === null) return null;
  return (
    <dl className={css['who']}>
      <dt>Account</dt>
      <dd>{accountText(identity.account)}</dd>
      <dt>Signed in as</dt>
      <dd className={css['arn']}>{identity.arn}</dd>
      <dt>Kind</dt>
      <dd>{region === null ? kindText[kind] : `${kindText[kind]}, ${region}`}</dd>
    </dl>
  );
}
