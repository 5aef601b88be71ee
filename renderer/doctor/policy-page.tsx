import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import type { Input } from '../../app/contract.ts';
import { databaseUser } from '../../app/endpoints/model.ts';
import { Button } from '../ui/button.tsx';
import { ChoiceField } from '../ui/choice-field.tsx';
import { Field } from '../ui/field.tsx';
import { Menu } from '../ui/menu.tsx';
import type { About } from './about.ts';
import { copyOfDoctor } from './actions.ts';
import { Code } from './code.tsx';
import css from './doctor.module.css';
import { formatChoices, isFormat } from './formats.ts';
import { Notes } from './remedy.tsx';
import { useAnswer } from './use-answer.ts';

type Users = Input<'doctor:policy'>['users'];
type Kind = Users['kind'];

const kinds: ReadonlyArray<{ readonly id: Kind; readonly text: string }> = [
  { id: 'users', text: 'These users' },
  { id: 'tag', text: 'The user in a tag of the identity' },
  { id: 'iam-user-name', text: 'The user named as the IAM user is' },
  { id: 'anyone', text: 'Anyone (a wildcard)' },
];

/** The exact policy for one user, several, a variable or anyone, in every form in which it is handed over. */
export function PolicyPage({ named, dbUser }: About) {
  const [kind, setKind] = useState<Kind>('users');
  const [names, setNames] = useState(dbUser);
  const [tag, setTag] = useState('DatabaseUser');
  const users = usersOf(kind, names, tag);
  const reply = useAnswer(users === null ? null : JSON.stringify(users), (bridge) =>
    bridge.doctor.policy({ subject: named, users: users ?? { kind: 'anyone' } }),
  );
  const grants = reply?.ok === true ? reply.value : null;
  return (
    <div className={css['page']}>
      <ChoiceField
        label="Lets in as"
        value={kind}
        choices={kinds}
        onChange={(id) => setKind(kinds.find((one) => one.id === id)?.id ?? 'users')}
      />
      {kind === 'users' && (
        <Field
          label="Users"
          value={names}
          placeholder="separated by commas"
          problem={users === null ? 'Enter one user or more, separated by commas.' : null}
          onChange={setNames}
        />
      )}
      {kind === 'tag' && (
        <Field
          label="Tag key"
          value={tag}
          problem={users === null ? 'Enter the key of a tag.' : null}
          onChange={setTag}
        />
      )}
      {reply?.ok === false && (
        <p className={css['problem']} role="alert">
          {reply.error.message} {reply.error.hint}
        </p>
      )}
      {grants !== null && users !== null && (
        <>
          <div className={css['head']}>
            <p className={css['quiet']}>{sizeText(grants)}</p>
            <Menu
              label="Copy the policy"
              placement="bottom end"
              choices={formatChoices}
              onChoose={(format) => {
                if (isFormat(format))
                  void copyOfDoctor(named, { kind: 'policy', users, format }, 'Policy copied');
              }}
            >
              <Button size="small">
                Copy
                <ChevronDown size={13} aria-hidden="true" />
              </Button>
            </Menu>
          </div>
          <Notes notes={grants.notes} />
          {grants.policies.map(({ json }) => (
            <Code key={json} label="Policy" text={json} />
          ))}
        </>
      )}
    </div>
  );
}

/** Null while what is typed names nobody. */
function usersOf(kind: Kind, names: string, tag: string): Users | null {
  switch (kind) {
    case 'users': {
      const all = [...new Set(names.split(',').map((name) => name.trim()))].filter((name) => name !== '');
      const isValid = all.length > 0 && all.length <= 200;
      return isValid && all.every((name) => databaseUser.safeParse(name).success)
        ? { kind, names: all }
        : null;
    }
    case 'tag':
      return /^[\p{L}\p{N} _.:/=+@-]{1,128}$/u.test(tag) ? { kind, key: tag } : null;
    default:
      return { kind };
  }
}

const places = {
  managed: 'as a managed policy',
  role: 'inline on a role',
  group: 'inline on a group',
  user: 'inline on a user',
} as const;

function sizeText({
  size,
  fits,
  policies,
}: {
  readonly size: number;
  readonly fits: readonly (keyof typeof places)[];
  readonly policies: readonly unknown[];
}): string {
  const parts = policies.length > 1 ? `${policies.length} policies, the longest with ` : '';
  const where = fits.length === 4 ? 'fits everywhere' : `fits ${fits.map((one) => places[one]).join(', ')}`;
  return `${parts}${size.toLocaleString('en-US')} characters; ${where}.`;
}
