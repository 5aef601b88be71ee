import { memo } from 'react';
import { marksIn } from '../../app/common/search/marks.ts';
import type { QueryWord } from '../../app/common/search/query.ts';
import type { Endpoint } from '../../app/endpoints/model.ts';
import { useClock } from '../clock.ts';
import { isModHeld } from '../key-names.ts';
import { getState, setState, useStore } from '../store.ts';
import { leaseOf, subjectOf } from '../subject.ts';
import { runPrimary } from '../clients/actions.ts';
import { RowCountdown } from '../tokens/countdown-view.tsx';
import { CopyTokenButton } from '../tokens/copy-button.tsx';
import { blockedBy } from '../../app/endpoints/model.ts';
import { EngineBadge, EnvironmentTag } from '../ui/badge.tsx';
import { cx } from '../ui/cx.ts';
import { select } from './actions.ts';
import { chooseTo, toggleChosen } from './chosen.ts';
import { agoText, statusWord, waysText, whatItIs } from './describe.ts';
import css from './list.module.css';
import { Marked } from './marked.tsx';
import { merged } from './merged.ts';
import { isInOpenCluster } from './with-members.ts';

interface Props {
  readonly endpoint: Endpoint;
  readonly index: number;
  /** Pixels from the top of the list, where it is virtualised. */
  readonly top?: number;
  /** Says profile and region too, where no group heading does. */
  readonly withProfile?: boolean;
  /** In another list than the databases': the row's own id, and how it is selected there. */
  readonly rowId?: string;
  readonly isSelected?: boolean;
  readonly onSelect?: () => void;
  /** What was searched for, to be marked. */
  readonly words?: readonly QueryWord[];
}

const nothing: readonly QueryWord[] = [];

/** One endpoint: engine, name, what it is, environment, countdown, and one action. */
export const EndpointRow = memo(function EndpointRow({
  endpoint,
  index,
  top,
  withProfile,
  rowId = `row ${endpoint.id}`,
  isSelected: isSelectedThere,
  onSelect = () => select(endpoint.id),
  words = nothing,
}: Props) {
  const isSelectedHere = useStore((state) => state.selectedId === endpoint.id);
  const isSelected = isSelectedThere ?? isSelectedHere;
  const isChosen = useStore(({ chosen }) => (chosen.size === 0 ? null : chosen.has(endpoint.id)));
  const ways = useStore((state) => waysText(endpoint, merged(state)));
  const isInside = useStore(({ openClusters }) => isInOpenCluster(endpoint, openClusters));
  const place = withProfile === true ? `${endpoint.profile} · ${endpoint.region} · ` : '';
  const isUsable = blockedBy(endpoint) === null;
  const via = ways === null || withProfile === true ? '' : ` · ${ways}`;
  const detail = place + whatItIs(endpoint) + via;
  const [inName = [], inDetail = []] = words.length === 0 ? [] : marksIn([endpoint.name, detail], words);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid has the focus and the keys
    <div
      id={rowId}
      className={cx(
        css['row'],
        isSelected && css['selected'],
        isChosen === true && css['chosen'],
        isInside && css['inside'],
        !isUsable && css['unusable'],
      )}
      style={top === undefined ? undefined : { transform: `translateY(${top}px)`, position: 'absolute' }}
      role="row"
      aria-selected={isSelectedThere ?? isChosen ?? isSelected}
      aria-rowindex={index + 1}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest('button') !== null) return;
        if (isSelectedThere === undefined && event.shiftKey) return chooseTo(endpoint.id);
        if (isSelectedThere === undefined && isModHeld(event, getState().platform))
          return toggleChosen(endpoint.id);
        onSelect();
        setState({ inspectorOpen: true });
      }}
      onDoubleClick={() => void runPrimary(subjectOf(endpoint))}
    >
      <span role="gridcell" className={css['badge']}>
        <EngineBadge engine={endpoint.engine} family={endpoint.family} />
      </span>
      <span role="rowheader" className={css['what']}>
        <span className={css['name']}>
          <Marked text={endpoint.name} marks={inName} />
        </span>
        <span className={css['detail']}>
          <Marked text={detail} marks={inDetail} />
          {via !== '' && <span className="spoken"> more profiles</span>}
          {endpoint.lastSeenAt !== null && <LastSeen at={endpoint.lastSeenAt} />}
        </span>
      </span>
      <span role="gridcell" className={css['tag']}>
        <EnvironmentTag environment={endpoint.environment} />
      </span>
      <span role="gridcell" className={css['state']}>
        <RowState endpoint={endpoint} />
      </span>
      <span role="gridcell" className={css['action']}>
        {isUsable && <RowAction endpoint={endpoint} isSelected={isSelected} />}
      </span>
    </div>
  );
});

/** When AWS last listed what it lists no more. @param at in milliseconds since the epoch */
function LastSeen({ at }: { readonly at: number }) {
  return <>{useClock((now) => ` · last seen ${agoText(now - at)}`)}</>;
}

/** Apart from the row, which is drawn with each key of a search: a button costs more than all else in it. */
const RowAction = memo(function RowAction({
  endpoint,
  isSelected,
}: {
  readonly endpoint: Endpoint;
  readonly isSelected: boolean;
}) {
  return <CopyTokenButton subject={subjectOf(endpoint)} size="small" excludeFromTabOrder={!isSelected} />;
});

const RowState = memo(function RowState({ endpoint }: { readonly endpoint: Endpoint }) {
  const lease = useStore((state) => leaseOf(state.leases, subjectOf(endpoint)));
  if (lease !== null) return <RowCountdown lease={lease} />;
  if (endpoint.lastSeenAt !== null) return <span className={css['quiet']}>Gone</span>;
  const status = statusWord(endpoint.status);
  if (endpoint.iam === 'unsupported') return <span className={css['quiet']}>No IAM</span>;
  if (status !== null) return <span className={css['quiet']}>{status}</span>;
  if (endpoint.iam === 'off') return <span className={css['quiet']}>IAM off</span>;
  return (
    <span className={css['quiet']} aria-hidden="true">
      —
    </span>
  );
});
