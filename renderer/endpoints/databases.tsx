import { CircleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/notice.tsx';
import { clearSearch } from './actions.ts';
import { refreshAll } from '../window/actions.ts';
import { countEndpoints } from './catalogue.ts';
import { ChosenBar } from './chosen-bar.tsx';
import css from './databases.module.css';
import { EmptyReason } from './empty-reason.tsx';
import { FilterBar } from './filters.tsx';
import { Skeleton } from './group-row.tsx';
import { isOffline } from './health.ts';
import { EndpointList } from './list.tsx';
import { listRows } from './list-rows.ts';
import { wordsOf } from './search.ts';

/** The list with everything that can stand in its place. */
export function Databases() {
  const phase = useStore((state) => state.phase);
  const scans = useStore((state) => state.scans);
  const profiles = useStore((state) => state.profiles);
  const signIns = useStore((state) => state.signIns);
  const query = useStore((state) => state.query);
  const filters = useStore((state) => state.filters);
  const groupBy = useStore((state) => state.groupBy);
  const sortBy = useStore((state) => state.sortBy);
  const preferred = useStore((state) => state.settings.preferredProfiles);
  const openClusters = useStore((state) => state.openClusters);

  const list = useMemo(
    () =>
      listRows({
        scans,
        profiles: profiles.profiles,
        signIns,
        preferred,
        openClusters,
        query,
        filters,
        groupBy,
        sortBy,
      }),
    [scans, profiles, signIns, preferred, openClusters, query, filters, groupBy, sortBy],
  );

  if (phase === 'loading') return <SkeletonList />;

  const total = countEndpoints(scans);
  const isScanning = scans.some((scan) => scan.status === 'scanning');
  const offline = isOffline(scans, profiles.profiles);
  if (total === 0 && (list.count === 0 || offline) && !isScanning) return <EmptyReason offline={offline} />;

  return (
    <>
      <FilterBar shown={list.listed} />
      {offline && (
        <div className={css['offline']} role="status">
          <CircleAlert size={15} aria-hidden="true" />
          <span>AWS cannot be reached. This is what was found before.</span>
          <Button size="small" onPress={refreshAll}>
            Try again
          </Button>
        </div>
      )}
      {list.count === 0 ? (
        <EmptyState
          title={query === '' ? 'No database matches these filters' : `No database matches “${query}”`}
          action={<Button onPress={clearSearch}>Clear search</Button>}
        >
          The search covers names, hosts, IDs, engines, environments, tags, profiles, accounts and regions.
        </EmptyState>
      ) : (
        <EndpointList rows={list} query={query} words={wordsOf(query)} />
      )}
      <ChosenBar shown={list.shown} />
    </>
  );
}

function SkeletonList() {
  return (
    <div className={css['skeletons']} role="status" aria-label="Loading">
      {Array.from({ length: 8 }, (_, index) => (
        <Skeleton key={index} />
      ))}
    </div>
  );
}
