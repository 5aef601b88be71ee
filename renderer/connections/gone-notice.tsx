import type { Connection } from '../../app/connections/model.ts';
import type { Endpoint } from '../../app/endpoints/model.ts';
import { addressText } from '../endpoints/describe.ts';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { NoticeCard } from '../ui/notice.tsx';
import { changeConnection, editConnection } from './actions.ts';
import { goneOf } from './gone.ts';
import { suggestEndpoint, suggestProfile } from './suggestions.ts';

/** Says what a connection needs and is gone, and offers what is nearest to it. */
export function GoneNotice({ connection }: { readonly connection: Connection }) {
  const gone = useStore((state) => goneOf(connection, state));
  if (gone === 'profile') return <ProfileGone connection={connection} />;
  return gone === 'endpoint' ? <EndpointGone connection={connection} /> : null;
}

function ProfileGone({ connection }: { readonly connection: Connection }) {
  const { name, profile } = connection;
  const suggestion = useStore(({ profiles, scans }) =>
    suggestProfile(
      connection,
      profiles.profiles.map((one) => one.name),
      scans,
    ),
  );
  return (
    <NoticeCard
      tone="amber"
      title={`The profile ${profile} is no longer in your AWS files`}
      action={
        <>
          {suggestion !== null && (
            <Button
              size="small"
              onPress={() =>
                void changeConnection(connection, { profile: suggestion }, `${name} now uses ${suggestion}`)
              }
            >
              Use {suggestion}
            </Button>
          )}
          <EditButton connection={connection} isAlone={suggestion === null} />
        </>
      }
    >
      Without it, Latchkey cannot make a token for this connection.
    </NoticeCard>
  );
}

function EndpointGone({ connection }: { readonly connection: Connection }) {
  const suggestion = useStore(({ scans }) => suggestEndpoint(connection, scans));
  const address = suggestion?.address ?? null;
  return (
    <NoticeCard
      tone="amber"
      title="AWS no longer lists this address"
      action={
        <>
          {suggestion !== null && address !== null && (
            <Button
              size="small"
              onPress={() =>
                void changeConnection(
                  connection,
                  { address: address, region: suggestion.region },
                  `${connection.name} now points to ${suggestion.name}`,
                )
              }
            >
              Use {offerOf(suggestion)}
            </Button>
          )}
          <EditButton connection={connection} isAlone={suggestion === null} />
        </>
      }
    >
      {address === null
        ? 'It may have been deleted or renamed. You can still copy a token.'
        : `It may have been deleted or renamed. The closest match is ${addressText(address)}.`}
    </NoticeCard>
  );
}

function EditButton({ connection, isAlone }: { readonly connection: Connection; readonly isAlone: boolean }) {
  return (
    <Button size="small" look={isAlone ? 'plain' : 'quiet'} onPress={() => editConnection(connection)}>
      Edit…
    </Button>
  );
}

function offerOf({ name, role }: Endpoint): string {
  return role === 'instance' ? name : `${name} (${roleWords[role]})`;
}

const roleWords: Readonly<Record<Endpoint['role'], string>> = {
  instance: 'instance',
  replica: 'read replica',
  member: 'member',
  writer: 'writer',
  reader: 'reader',
  custom: 'custom endpoint',
};
