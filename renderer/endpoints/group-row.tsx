import { useMemo } from 'react';
import type { Scan } from '../../app/endpoints/model.ts';
import { useClock } from '../clock.ts';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { copyListPolicy, refreshRegion } from './actions.ts';
import { keptSince } from './age.ts';
import { agoText, countText } from './describe.ts';
import type { Group } from './groups.ts';
import type { Row } from './list-layout.ts';
import css from './list.module.css';
import { problemText, type ListProblem } from './region-problems.ts';

/** The heading of a group: profile, account, region, how old it is, and whether it is being scanned. */
export function GroupText({ group }: { readonly group: Group }) {
  return (
    <span className={css['groupText']}>
      <span className={css['groupProfile']}>{group.title}</span>
      {group.details.map((detail) => (
        <span key={detail} className={css['account']}>
          {' · '}
          {detail}
        </span>
      ))}
      <Age scans={group.scans} />
      {group.isScanning && <span className={css['scanning']}>Scanning…</span>}
    </span>
  );
}

/** When databases were found, where that was before Latchkey was started. */
function Age({ scans }: { readonly scans: readonly Scan[] }) {
  const scannedAt = useStore((state) => state.scannedAt);
  const startedAt = useStore((state) => state.startedAt);
  const since = useMemo(() => keptSince(scans, scannedAt, startedAt), [scans, scannedAt, startedAt]);
  const text = useClock((now) => (since === null ? '' : agoText(now - since)));
  return text === '' ? null : <span className={css['account']}>{` · found ${text}`}</span>;
}

interface Props {
  readonly row: Exclude<Row, { kind: 'endpoint' }>;
  readonly index: number;
  readonly top: number;
}

/** A line of the list that is no endpoint: a heading with what could not be looked at, or a scan under way. */
export function GroupRow({ row, index, top }: Props) {
  const place = {
    style: { transform: `translateY(${top}px)` },
    role: 'row',
    'aria-rowindex': index + 1,
  } as const;
  if (row.kind === 'progress') {
    return (
      <div {...place} className={css['skeleton']}>
        <span role="gridcell">
          <Skeleton />
          <span className="spoken">Scanning</span>
        </span>
      </div>
    );
  }
  const { group } = row;
  const [problem] = group.problems;
  return (
    <div {...place} className={css['group']}>
      <span role="rowheader">
        <GroupText group={group} />
      </span>
      {problem === undefined ? (
        <span role="gridcell" className={css['groupCount']}>
          {group.endpoints.length > 0 && countText(group.endpoints.length - (group.opened ?? 0))}
        </span>
      ) : (
        <ProblemCell problem={problem} others={group.problems.length - 1} />
      )}
    </div>
  );
}

interface ProblemCellProps {
  readonly problem: ListProblem;
  /** How many more there are at this heading. */
  readonly others: number;
}

/** What could not be looked at, in one line, with what helps. */
function ProblemCell({ problem, others }: ProblemCellProps) {
  const { error, scans } = problem;
  const isDenied = error.code === 'access-denied';
  const isScanning = scans.some(({ status }) => status === 'scanning');
  const text = error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
  return (
    <span role="gridcell" className={css['problem']}>
      <span className={css['problemText']} title={text}>
        {problemText(problem)}
        {others > 0 && `, and ${others} more`}
      </span>
      {' · '}
      {isDenied && (
        <>
          <Button look="link" onPress={() => void copyListPolicy(problem)}>
            Copy policy
          </Button>
          {' · '}
        </>
      )}
      <Button look="link" isDisabled={isScanning} onPress={() => scans.forEach(refreshRegion)}>
        Try again
      </Button>
    </span>
  );
}

/** The shape of a row that has not arrived. */
export function Skeleton() {
  return (
    <span className={css['bones']} aria-hidden="true">
      <span className={css['boneBadge']} />
      <span className={css['boneText']} />
      <span className={css['boneTag']} />
    </span>
  );
}
