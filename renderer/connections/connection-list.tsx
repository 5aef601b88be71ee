import { FileDown, FileUp } from 'lucide-react';
import { countText } from '../endpoints/describe.ts';
import { Skeleton } from '../endpoints/group-row.tsx';
import { search, show } from '../selection.ts';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/notice.tsx';
import { exportConnections, importConnections, newConnection } from './actions.ts';
import { ConnectionGrid } from './connection-grid.tsx';
import css from './connection-list.module.css';
import { shownConnections } from './list-order.ts';

/** The saved connections with everything that can stand in their place. */
export function ConnectionList() {
  const phase = useStore((state) => state.phase);
  const connections = useStore((state) => state.connections);
  const query = useStore((state) => state.query);

  if (phase === 'loading') return <Bones />;
  if (connections.length === 0) return <NoneYet />;

  const shown = shownConnections({ connections, query });
  return (
    <>
      <div className={css['bar']} role="toolbar" aria-label="Connections">
        <Button look="quiet" size="small" onPress={() => void importConnections()}>
          <FileDown size={14} aria-hidden="true" />
          Import…
        </Button>
        <Button look="quiet" size="small" onPress={() => void exportConnections(null)}>
          <FileUp size={14} aria-hidden="true" />
          Export…
        </Button>
        <span className={css['count']} role="status">
          {`${countText(shown.length)} of ${countText(connections.length)}`}
        </span>
      </div>
      {shown.length === 0 ? (
        <NothingFound query={query} />
      ) : (
        <ConnectionGrid shown={shown} isSearching={query.trim() !== ''} />
      )}
    </>
  );
}

function NoneYet() {
  return (
    <EmptyState
      title="No saved connections"
      action={
        <>
          <Button look="primary" onPress={() => show('databases')}>
            Choose a database
          </Button>
          <Button onPress={() => newConnection()}>Enter by hand</Button>
          <Button look="quiet" onPress={() => void importConnections()}>
            Import…
          </Button>
        </>
      }
    >
      A connection remembers the database user, the AWS profile and the client, under a name of your own.
    </EmptyState>
  );
}

function NothingFound({ query }: { readonly query: string }) {
  return (
    <EmptyState
      title={`No connection matches “${query.trim()}”`}
      action={
        <>
          <Button
            look="primary"
            onPress={() => {
              show('databases');
              search(query);
            }}
          >
            Search the databases
          </Button>
          <Button onPress={() => search('')}>Clear search</Button>
        </>
      }
    >
      The search covers names, hosts, users, databases, profiles, regions, environments and notes.
    </EmptyState>
  );
}

function Bones() {
  return (
    <div className={css['bones']} role="status" aria-label="Loading">
      {Array.from({ length: 6 }, (_, index) => (
        <Skeleton key={index} />
      ))}
    </div>
  );
}
