import type { Connection } from '../../app/connections/model.ts';
import type { Endpoint } from '../../app/endpoints/model.ts';
import { addressText, roleWords } from '../endpoints/describe.ts';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { NoticeCard } from '../ui/notice.tsx';
import { acceptDatabase, changeConnection, editConnection } from './actions.ts';
import { goneOf } from './gone.ts';
import { renamedTo, replacedBy } from './replaced.ts';
import { suggestEndpoint, suggestProfile } from './suggestions.ts';

/** Says what a connection needs and is gone, and offers what is nearest to it. */
export function GoneNotice({ connection }: { readonly connection: Connection }) {
  const gone = useStore((state) => goneOf(connection, state));
  const renamed = useStore((state) => (gone === 'endpoint' ? renamedTo(connection, state) : null));
  if (gone === 'profile') return <ProfileGone connection={connection} />;
  if (gone === null) return <DatabaseReplaced connection={connection} />;
  return renamed === null ? (
    <EndpointGone connection={connection} />
  ) : (
    <DatabaseRenamed connection={connection} to={renamed} />
  );
}

/** The same database, which its resource ID tells, has another address now. */
function DatabaseRenamed({ connection, to }: { readonly connection: Connection; readonly to: Endpoint }) {
  const { address } = to;
  if (address === null) return null;
  return (
    <NoticeCard
      tone="amber"
      title={`This database is called ${to.name} now`}
      action={
        <>
          <UseButton connection={connection} endpoint={to} />
          <EditButton connection={connection} isAlone={false} />
        </>
      }
    >
      AWS lists it at {addressText(address)}. A token for its old address opens nothing.
    </NoticeCard>
  );
}

/** Another database has the address: restored, or switched over to. */
function DatabaseReplaced({ connection }: { readonly connection: Connection }) {
  const scans = useStore((state) => state.scans);
  const seenResources = useStore((state) => state.seenResources);
  const replaced = replacedBy(connection, { scans, seenResources });
  if (replaced === null) return null;
  const { now, before } = replaced;
  return (
    <NoticeCard
      tone="amber"
      title="Another database has this address now"
      action={
        <>
          <Button size="small" onPress={() => void acceptDatabase(connection, now.resourceId)}>
            Keep the address
          </Button>
          {before !== null && <UseButton connection={connection} endpoint={before} look="quiet" />}
        </>
      }
    >
      Its resource ID is {now.resourceId}, as after a restore or a blue/green switchover. A policy that names
      the old ID does not let you in.
      {before !== null && ` The old database is called ${before.name} now.`}
    </NoticeCard>
  );
}

interface UseProps {
  readonly connection: Connection;
  readonly endpoint: Endpoint;
  readonly look?: 'plain' | 'quiet';
}

/** Points a connection to another endpoint. */
function UseButton({ connection, endpoint, look = 'plain' }: UseProps) {
  const { address, region, name } = endpoint;
  if (address === null) return null;
  return (
    <Button
      size="small"
      look={look}
      onPress={() =>
        void changeConnection(connection, { address, region }, `${connection.name} now points to ${name}`)
      }
    >
      Use {offerOf(endpoint)}
    </Button>
  );
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
          {suggestion !== null && <UseButton connection={connection} endpoint={suggestion} />}
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
