import type { Profile } from '../../app/profiles/model.ts';
import { accountNamesIn, fullAccountText } from '../endpoints/accounts.ts';
import { useStore } from '../store.ts';
import css from './who-am-i.module.css';
import { kindText } from './state-word.ts';

/** The account and the ARN that AWS gave for a profile, once known, and how it gets its credentials. */
export function WhoAmI({ profile }: { readonly profile: Profile }) {
  const { chain, identity, kind, region, unused } = profile;
  const names = useStore((state) => accountNamesIn(state.scans));
  if (identity === null && chain.length === 0) return null;
  return (
    <dl className={css['who']}>
      {identity !== null && (
        <>
          <dt>Account</dt>
          <dd>{fullAccountText(identity.account, names)}</dd>
          <dt>Signed in as</dt>
          <dd className={css['arn']}>{identity.arn}</dd>
        </>
      )}
      <dt>Kind</dt>
      <dd>{region === null ? kindText[kind] : `${kindText[kind]}, ${region}`}</dd>
      {chain.length > 0 && (
        <>
          <dt>Credentials</dt>
          <dd>
            {chain.map((step) => (
              <p key={step}>{step}</p>
            ))}
          </dd>
        </>
      )}
      {unused.length > 0 && (
        <>
          <dt>Not used</dt>
          <dd>
            {unused.map((one) => (
              <p key={one}>{one}</p>
            ))}
          </dd>
        </>
      )}
    </dl>
  );
}
