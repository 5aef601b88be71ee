import { useState } from 'react';
import { accountName } from '../../app/settings/model.ts';
import { accountNamesIn } from '../endpoints/accounts.ts';
import { countsOf } from '../endpoints/counts.ts';
import { accountText } from '../endpoints/describe.ts';
import { merged } from '../endpoints/merged.ts';
import { getState, useStore, type State } from '../store.ts';
import { Field } from '../ui/field.tsx';
import { changeSettings } from './actions.ts';
import css from './settings-dialog.module.css';

/** What AWS accounts are called: by AWS, or by the user. */
export function AccountsPage() {
  const accounts = useStore(accountsText);
  const all = accounts === '' ? [] : accounts.split('\n');
  return (
    <div className={css['settings']}>
      <p className={css['intro']}>
        Latchkey takes the names of accounts from IAM Identity Center, or their aliases from IAM. Names that
        you enter here count before those.
      </p>
      {all.length === 0 && <p className={css['intro']}>No account is known yet.</p>}
      {all.map((account) => (
        <AccountField key={account} account={account} />
      ))}
    </div>
  );
}

/** Every account that is known, one a line; a text, so that what is the same draws nothing. */
function accountsText(state: State): string {
  const { profiles, settings } = state;
  const known = new Set([
    ...countsOf(merged(state).scans).accounts.keys(),
    ...profiles.profiles.flatMap(({ identity }) => identity?.account ?? []),
    ...Object.keys(settings.accountNames),
  ]);
  return [...known].toSorted().join('\n');
}

/** The user's name of an account; without one, AWS's is shown in its place. */
function AccountField({ account }: { readonly account: string }) {
  const own = useStore((state) => state.settings.accountNames[account] ?? '');
  const shown = useStore((state) => accountNamesIn(state.scans).get(account) ?? '');
  const [typed, setTyped] = useState<string | null>(null);
  const value = typed ?? own;
  const isValid = value.trim() === '' || accountName.safeParse(value.trim()).success;
  const keep = (): void => {
    if (!isValid) return;
    setTyped(null);
    if (value.trim() !== own) keepName(account, value.trim());
  };
  return (
    <Field
      label={accountText(account)}
      value={value}
      placeholder={own === '' ? shown : ''}
      problem={isValid ? null : 'Enter one line of at most 64 characters.'}
      onChange={setTyped}
      onBlur={keep}
      onEnter={keep}
      onEscape={typed === null ? undefined : () => setTyped(null)}
    />
  );
}

/** Takes a name of the user's, or AWS's again where it is empty. */
function keepName(account: string, name: string): void {
  const { [account]: _before, ...others } = getState().settings.accountNames;
  void changeSettings({ accountNames: name === '' ? others : { ...others, [account]: name } });
}
