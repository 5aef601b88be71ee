import { useState } from 'react';
import { clientsFor } from '../../app/clients/model.ts';
import type { EngineFamily } from '../../app/endpoints/model.ts';
import { useClock } from '../clock.ts';
import { engineName } from '../endpoints/describe.ts';
import { knownUsers } from '../endpoints/sign-in.ts';
import { stateWord } from '../profiles/state-word.ts';
import { awsRegions } from '../settings/aws-regions.ts';
import { useStore } from '../store.ts';
import { ChoiceField } from '../ui/choice-field.tsx';
import { Combo, type Suggestion } from '../ui/combo.tsx';
import { Field } from '../ui/field.tsx';
import { Segments } from '../ui/segments.tsx';
import { TextAreaField } from '../ui/text-area-field.tsx';
import { changeForm } from './actions.ts';
import { CaField } from './ca-field.tsx';
import css from './connection-dialog.module.css';
import { RouteFields } from './route-fields.tsx';
import { EnvironmentField } from './environment-field.tsx';
import { defaultPort, withFamily, withHost, withHostSplit, type ConnectionForm } from './form.ts';
import { Part, type Said } from './form-part.tsx';
import { problemsOf, warningsOf, type CheckedField } from './problems.ts';
import { regionOfHost } from './typed-address.ts';

const engines: ReadonlyArray<{ readonly id: EngineFamily; readonly text: string }> = [
  { id: 'postgres', text: 'PostgreSQL' },
  { id: 'mysql', text: 'MySQL' },
  { id: 'mariadb', text: 'MariaDB' },
];

interface Props {
  readonly form: ConnectionForm;
  /** Whether every field is to say what is wrong with it, not only those that were left. */
  readonly isTried: boolean;
}

/** All fields of a connection. */
export function FormFields({ form, isTried }: Props) {
  const profiles = useStore((state) => state.profiles.profiles);
  const signIns = useStore((state) => state.signIns);
  const programs = useStore((state) => state.programs);
  const [left, setLeft] = useState<ReadonlySet<CheckedField>>(new Set());
  const problems = problemsOf(form);
  const warnings = warningsOf(form, profiles);

  const change = (part: Partial<ConnectionForm>): void => put({ ...form, ...part });
  const say = (field: CheckedField, hint?: string): Said => {
    const isDue = isTried || left.has(field);
    const warning = isDue ? warnings[field] : undefined;
    return {
      problem: isDue ? (problems[field] ?? null) : null,
      hint: warning ?? hint,
      isWarning: warning !== undefined,
      // an empty field that one only passed through is not wrong yet
      onBlur: () => setLeft((all) => (isBlank(form, field) ? all : new Set([...all, field]))),
    };
  };
  const host = say('host');
  const isRegionFromHost = regionOfHost(form.host.trim()) === form.region && form.region !== '';
  const clients = clientsFor(programs.clients, form.family);

  return (
    <>
      <Part field="name">
        <Field
          label="Name"
          value={form.name}
          placeholder="orders"
          onChange={(name) => change({ name })}
          {...say('name')}
        />
      </Part>
      <Part field="environment">
        <EnvironmentField
          environment={form.environment}
          onChange={(environment) => change({ environment })}
          {...say('environment')}
        />
      </Part>

      <h3 className={css['heading']}>Database</h3>
      <Segments
        label="Engine"
        value={form.family}
        choices={engines}
        onChange={(family) => put(withFamily(form, family))}
      />
      <div className={css['address']}>
        <Part field="host">
          <Field
            label="Host"
            value={form.host}
            placeholder="Name, name:port or a connection URL"
            isMono
            onChange={(text) => put(withHost(form, text))}
            {...host}
            onBlur={() => {
              put(withHostSplit(form));
              host.onBlur();
            }}
          />
        </Part>
        <Part field="port">
          <Field
            label="Port"
            value={form.port}
            placeholder={defaultPort(form.family)}
            isMono
            onChange={(port) => change({ port })}
            {...say('port')}
          />
        </Part>
      </div>
      <Part field="region">
        <Combo
          label="Region"
          value={form.region}
          placeholder="us-east-1"
          suggestions={awsRegions}
          onChange={(region) => change({ region })}
          {...say('region', isRegionFromHost ? 'Taken from the host name.' : undefined)}
        />
      </Part>
      <Part field="profile">
        <Combo
          label="AWS profile"
          value={form.profile}
          placeholder="The profile that signs the token"
          suggestions={useProfileSuggestions()}
          onChange={(profile) => change({ profile })}
          {...say('profile')}
        />
      </Part>
      <Part field="dbUser">
        <Combo
          label="Log in as"
          value={form.dbUser}
          placeholder="app_readonly"
          suggestions={knownUsers(signIns).map((text) => ({ text }))}
          onChange={(dbUser) => change({ dbUser })}
          {...say('dbUser')}
        />
      </Part>
      <Part field="database">
        <Field
          label="Database"
          value={form.database}
          placeholder={form.family === 'postgres' ? 'Same as the user' : 'None'}
          onChange={(database) => change({ database })}
          {...say('database')}
        />
      </Part>

      <hr className={css['rule']} />
      <RouteFields
        form={form}
        put={put}
        connectHost={say('connectHost')}
        connectPort={say('connectPort')}
        sessionTarget={say('sessionTarget')}
        sshDestination={say('sshDestination')}
        proxy={say('proxy')}
      />

      <h3 className={css['heading']}>More</h3>
      <ChoiceField
        label="Client"
        value={form.client ?? 'last'}
        choices={[
          { id: 'last', text: `The one used last for ${engineName(form.family)}` },
          ...clients.map(({ id, name, found }) => ({
            id,
            text: found === null ? `${name} (not found)` : name,
          })),
        ]}
        onChange={(id) => change({ client: clients.find((one) => one.id === id)?.id ?? null })}
      />
      <CaField caFile={form.caFile} onForget={() => change({ caFile: null })} />
      <Part field="notes">
        <TextAreaField
          label="Notes"
          value={form.notes}
          problem={say('notes').problem}
          onChange={(notes) => change({ notes })}
          onBlur={say('notes').onBlur}
        />
      </Part>
    </>
  );
}

/** A field that is left because the dialog closes must not bring the form back. */
function put(form: ConnectionForm): void {
  changeForm(() => form);
}

function isBlank(form: ConnectionForm, field: CheckedField): boolean {
  return field === 'environment' ? form.environment?.label === '' : form[field] === '';
}

/** The profiles with their states; those that can be used first. */
function useProfileSuggestions(): readonly Suggestion[] {
  const profiles = useStore((state) => state.profiles.profiles);
  const text = useClock((now) =>
    profiles
      .toSorted((a, b) => Number(b.state.status === 'usable') - Number(a.state.status === 'usable'))
      .map((profile) => [profile.name, stateWord(profile, now).word].join('\n'))
      .join('\n\n'),
  );
  if (text === '') return [];
  return text.split('\n\n').map((line) => {
    const [name = '', note = ''] = line.split('\n');
    return note === '' ? { text: name } : { text: name, note };
  });
}
