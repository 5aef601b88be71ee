import type { Connection } from '../../app/connections/model.ts';
import { engineName } from '../endpoints/describe.ts';
import { Fact, fileName, ProfileFact } from '../endpoints/facts.tsx';
import facts from '../endpoints/facts.module.css';
import { useStore } from '../store.ts';
import css from './connection-inspector.module.css';

/** What a connection says, in the order of the dialog. */
export function ConnectionFacts({ connection }: { readonly connection: Connection }) {
  const { dbUser, database, profile: name, region, family, client, notes } = connection;
  const profile = useStore(({ profiles }) => profiles.profiles.find((one) => one.name === name));
  const general = useStore((state) => state.settings.caFile);
  const clientName = useStore(
    ({ programs }) => programs.clients.find(({ id }) => id === client)?.name ?? client,
  );
  const caFile = connection.caFile ?? general;
  return (
    <dl className={facts['facts']}>
      <Fact name="Log in as">{dbUser}</Fact>
      <Fact name="Database">
        {database === '' ? (
          <span className={facts['quiet']}>{family === 'postgres' ? 'Same as the user' : 'None'}</span>
        ) : (
          database
        )}
      </Fact>
      <Fact name="AWS profile">{profile === undefined ? name : <ProfileFact profile={profile} />}</Fact>
      <Fact name="Region">{region}</Fact>
      <Fact name="Engine">{engineName(family)}</Fact>
      <Fact name="TLS">
        {caFile === null ? (
          'Verified with the RDS CA'
        ) : (
          <span title={caFile}>Verified with your own CA file: {fileName(caFile)}</span>
        )}
      </Fact>
      {clientName !== null && <Fact name="Client">{clientName}</Fact>}
      {notes.trim() !== '' && (
        <Fact name="Notes">
          <p className={css['notes']}>{notes}</p>
        </Fact>
      )}
    </dl>
  );
}
