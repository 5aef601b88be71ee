import { ChevronDown, Search } from 'lucide-react';
import { useState } from 'react';
import { Input } from 'react-aria-components/Input';
import { SearchField } from 'react-aria-components/SearchField';
import type { SsoAccount } from '../../app/profile-setup/model.ts';
import { patternParts } from '../../app/profile-setup/names.ts';
import { countText } from '../endpoints/describe.ts';
import { awsRegions } from '../settings/aws-regions.ts';
import { Button } from '../ui/button.tsx';
import { CheckBox } from '../ui/check-box.tsx';
import { Combo } from '../ui/combo.tsx';
import { Field } from '../ui/field.tsx';
import { Menu } from '../ui/menu.tsx';
import { accountNumber, matching, roleKey, roleNames, type Naming } from './choose-roles.ts';
import css from './profile-setup.module.css';

/** How many accounts are drawn; a search brings the others. */
const MAX_DRAWN = 200;

interface Props {
  readonly session: string;
  readonly found: { readonly accounts: readonly SsoAccount[]; readonly withoutRoles: number };
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
  readonly naming: Naming;
  readonly onNaming: (naming: Naming) => void;
  /** The names that the chosen ones will have. */
  readonly names: readonly string[];
}

/** Which roles of which accounts become profiles, and how they are called. */
export function RoleChooser({ session, found, chosen, onChoose, naming, onNaming, names }: Props) {
  const [query, setQuery] = useState('');
  const [role, setRole] = useState<string | null>(null);
  const { accounts, withoutRoles } = found;
  const shown = matching(accounts, query, role);
  const open = shown.flatMap(({ id, roles }) =>
    roles.filter(({ profile }) => profile === null).map(({ name }) => roleKey(id, name)),
  );
  const isAll = open.length > 0 && open.every((key) => chosen.has(key));
  const toggle = (keys: readonly string[], isIn: boolean): void => {
    const next = new Set(chosen);
    for (const key of keys) {
      if (isIn) next.add(key);
      else next.delete(key);
    }
    onChoose(next);
  };
  const roleCount = accounts.reduce((sum, { roles }) => sum + roles.length, 0);
  const [first, ...more] = names;
  const preview =
    first === undefined
      ? `May hold ${patternParts.join(', ')}`
      : more.length === 0
        ? first
        : `${first}, and ${countText(more.length)} more`;

  return (
    <>
      <div className={css['search']}>
        <SearchField
          className={css['searchField'] ?? ''}
          aria-label="Search accounts and roles"
          value={query}
          onChange={setQuery}
        >
          <Search size={14} aria-hidden="true" />
          <Input
            className={css['searchInput'] ?? ''}
            placeholder={`Search ${countText(accounts.length)} accounts and ${countText(roleCount)} roles of ${session}`}
          />
        </SearchField>
        <Menu
          label="Role"
          placement="bottom end"
          choices={[
            { id: '', text: 'All roles', checked: role === null },
            ...roleNames(accounts).map((name) => ({ id: name, text: name, checked: role === name })),
          ]}
          onChoose={(id) => setRole(id === '' ? null : id)}
        >
          <Button>
            Role: {role ?? 'all'}
            <ChevronDown size={14} aria-hidden="true" />
          </Button>
        </Menu>
        <Button isDisabled={open.length === 0} onPress={() => toggle(open, !isAll)}>
          {isAll ? 'Choose none' : `Choose ${countText(open.length)}`}
        </Button>
      </div>
      <ul className={css['accounts']} aria-label="Accounts">
        {shown.slice(0, MAX_DRAWN).map((account) => (
          <AccountLine
            key={account.id}
            account={account}
            chosen={chosen}
            onToggle={(key, isIn) => toggle([key], isIn)}
          />
        ))}
        {shown.length === 0 && <li className={css['none']}>No account matches.</li>}
        {shown.length > MAX_DRAWN && (
          <li className={css['none']}>{countText(shown.length - MAX_DRAWN)} more: search for them.</li>
        )}
      </ul>
      {withoutRoles > 0 && (
        <p className={css['note']}>
          AWS did not list the roles of {countText(withoutRoles)}{' '}
          {withoutRoles === 1 ? 'account' : 'accounts'}. Close this and list them again.
        </p>
      )}
      <div className={css['fields']}>
        <Field
          label="Name"
          value={naming.pattern}
          problem={null}
          onChange={(pattern) => onNaming({ ...naming, pattern })}
          hint={preview}
          isMono
        />
        <Combo
          label="Region"
          value={naming.region}
          placeholder="None"
          problem={null}
          suggestions={awsRegions}
          onChange={(region) => onNaming({ ...naming, region })}
        />
      </div>
    </>
  );
}

interface LineProps {
  readonly account: SsoAccount;
  readonly chosen: ReadonlySet<string>;
  readonly onToggle: (key: string, isIn: boolean) => void;
}

function AccountLine({ account: { id, name, roles }, chosen, onToggle }: LineProps) {
  return (
    <li className={css['account']}>
      <span className={css['accountName']} title={name}>
        {name}
      </span>
      <span className={css['accountId']}>{accountNumber(id)}</span>
      <span className={css['roles']}>
        {roles.length === 0 && <span className={css['present']}>no roles listed</span>}
        {roles.map((role) =>
          role.profile === null ? (
            <CheckBox
              key={role.name}
              isCompact
              isOn={chosen.has(roleKey(id, role.name))}
              onChange={(isIn) => onToggle(roleKey(id, role.name), isIn)}
            >
              {role.name}
            </CheckBox>
          ) : (
            <span key={role.name} className={css['present']} title={`Profile ${role.profile}`}>
              {role.name} is {role.profile}
            </span>
          ),
        )}
      </span>
    </li>
  );
}
