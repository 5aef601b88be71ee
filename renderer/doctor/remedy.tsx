import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Report } from '../../app/doctor/model.ts';
import { changeDraft } from '../endpoints/actions.ts';
import { formOfConnection } from '../connections/form.ts';
import { ProfileProblem } from '../profiles/profile-problem.tsx';
import { openDialog, useStore } from '../store.ts';
import type { Subject, SubjectRef } from '../subject.ts';
import { copyToken } from '../tokens/actions.ts';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { copyOfDoctor } from './actions.ts';
import css from './doctor.module.css';
import { Code } from './code.tsx';
import { formatChoices, isFormat } from './formats.ts';

type Finding = Report['findings'][number];
type Remedy = Finding['remedies'][number];

interface Props {
  readonly subject: Subject;
  readonly named: SubjectRef;
  readonly cause: Finding['cause'];
  readonly remedy: Remedy;
}

/** What mends a cause, ready to be used or copied. */
export function RemedyView({ subject, named, cause, remedy }: Props) {
  switch (remedy.kind) {
    case 'sign-in':
      return <SignIn profile={subject.profile} />;
    case 'copy-token':
      return (
        <Button size="small" className={css['deed']} onPress={() => void copyToken(subject)}>
          Copy a fresh token
        </Button>
      );
    case 'edit':
      return <Edit subject={subject} field={remedy.field} value={remedy.value} />;
    case 'policy':
      return (
        <Part
          title="Missing policy"
          action={
            <Menu
              label="Copy the policy"
              placement="bottom end"
              choices={formatChoices}
              onChoose={(format) => {
                if (isFormat(format))
                  void copyOfDoctor(named, { kind: 'policy-remedy', cause, format }, 'Policy copied');
              }}
            >
              <Button size="small">
                Copy
                <ChevronDown size={13} aria-hidden="true" />
              </Button>
            </Menu>
          }
        >
          <Code label="Missing policy" text={remedy.statement} />
          <Button
            look="link"
            className={css['deed']}
            onPress={() =>
              void copyOfDoctor(named, { kind: 'policy-remedy', cause, format: 'message' }, 'Message copied')
            }
          >
            Copy message to an administrator
          </Button>
        </Part>
      );
    case 'sql':
      return (
        <Part
          title="SQL"
          action={
            <Button
              size="small"
              onPress={() =>
                void copyOfDoctor(named, { kind: 'sql-remedy', cause, part: 'sql' }, 'SQL copied')
              }
            >
              Copy
            </Button>
          }
        >
          <Code label="SQL" text={remedy.sql} />
          <Notes notes={remedy.notes.map(({ message }) => message)} />
          {remedy.undo !== null && (
            <Button
              look="link"
              className={css['deed']}
              onPress={() =>
                void copyOfDoctor(named, { kind: 'sql-remedy', cause, part: 'undo' }, 'SQL copied')
              }
            >
              Copy the SQL that undoes it
            </Button>
          )}
        </Part>
      );
    case 'command':
      return (
        <Part
          title="Command"
          action={
            <Button
              size="small"
              onPress={() => void copyOfDoctor(named, { kind: 'command-remedy', cause }, 'Command copied')}
            >
              Copy
            </Button>
          }
        >
          <Code label="Command" text={remedy.command} />
        </Part>
      );
  }
}

interface PartProps {
  readonly title: string;
  readonly action: ReactNode;
  readonly children: ReactNode;
}

/** A text under its title, with the button that copies it. */
function Part({ title, action, children }: PartProps) {
  return (
    <div className={css['part']}>
      <div className={css['head']}>
        <h4 className={css['heading']}>{title}</h4>
        {action}
      </div>
      {children}
    </div>
  );
}

/** What is to be known before something is used, a sentence each. */
export function Notes({ notes }: { readonly notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <ul className={css['notes']}>
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}

function SignIn({ profile: name }: { readonly profile: string }) {
  const profile = useStore(({ profiles }) => profiles.profiles.find((one) => one.name === name));
  return profile?.state.status === 'unusable' ? (
    <div className={css['card']}>
      <ProfileProblem profile={profile} />
    </div>
  ) : null;
}

const fields = {
  region: 'region',
  host: 'host',
  port: 'port',
  dbUser: 'database user',
  database: 'database',
  profile: 'profile',
  caFile: 'CA file',
} as const;

interface EditProps extends Pick<Extract<Remedy, { kind: 'edit' }>, 'field' | 'value'> {
  readonly subject: Subject;
}

/** Changes the connection in its dialog, or the user of an endpoint in place; nothing else of an endpoint can be changed. */
function Edit({ subject: { connection, endpoint }, field, value }: EditProps) {
  const text = value === '' ? `Change the ${fields[field]}…` : `Change the ${fields[field]} to ${value}`;
  if (connection !== null) {
    const form = formOfConnection(connection);
    const filled = value === '' ? form : { ...form, [field]: value };
    return (
      <Button
        size="small"
        className={css['deed']}
        onPress={() => openDialog({ kind: 'connection', form: filled })}
      >
        {value === '' ? text : `${text}…`}
      </Button>
    );
  }
  if (endpoint === null || value === '' || (field !== 'dbUser' && field !== 'database')) return null;
  return (
    <Button size="small" className={css['deed']} onPress={() => changeDraft(endpoint, { [field]: value })}>
      {text}
    </Button>
  );
}
