import { RefreshCw } from 'lucide-react';
import type { Scan } from '../../app/endpoints/model.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { refreshRegion } from './actions.ts';
import { accountText } from './describe.ts';
import type { Row } from './list-rows.ts';
import css from './list.module.css';

interface GroupTextProps {
  readonly scan: Scan;
  readonly account: string | null;
}

/** The heading of a group: profile, account, region, and whether it is being scanned. */
export function GroupText({ scan, account }: GroupTextProps) {
  return (
    <span className={css['groupText']}>
      <span className={css['groupProfile']}>{scan.profile}</span>
      {account !== null && <span className={css['account']}> · {accountText(account)}</span>}
      <span> · {scan.region}</span>
      {scan.status === 'scanning' && <span className={css['scanning']}>Scanning…</span>}
    </span>
  );
}

interface Props {
  readonly row: Exclude<Row, { kind: 'endpoint' }>;
  readonly index: number;
  readonly top: number;
}

/** A line of the list that is no endpoint: a heading, a call that was refused, or a scan under way. */
export function GroupRow({ row, index, top }: Props) {
  const place = {
    style: { transform: `translateY(${top}px)` },
    role: 'row',
    'aria-rowindex': index + 1,
  } as const;
  if (row.kind === 'group') {
    return (
      <div {...place} className={css['group']}>
        <span role="rowheader">
          <GroupText scan={row.scan} account={row.account} />
        </span>
      </div>
    );
  }
  if (row.kind === 'progress') {
    return (
      <div {...place} className={cx(css['skeleton'])}>
        <span role="gridcell">
          <Skeleton />
          <span className="spoken">Scanning</span>
        </span>
      </div>
    );
  }
  const { scan, problem } = row;
  const { message, hint } = problem.error;
  const text = hint === undefined ? message : `${message} ${hint}`;
  return (
    <div {...place} className={css['problem']}>
      <span role="gridcell" className={css['problemText']}>
        <span className={css['problemTitle']}>
          {scan.region}: {verbs[problem.error.code] ?? 'failed'} {problem.calls.join(' and ')}
        </span>
        <span className={css['problemMessage']} title={text}>
          {text}
        </span>
      </span>
      <span role="gridcell">
        <Button size="small" isDisabled={scan.status === 'scanning'} onPress={() => refreshRegion(scan)}>
          <RefreshCw size={13} aria-hidden="true" />
          Try again
        </Button>
      </span>
    </div>
  );
}

const verbs: Readonly<Record<string, string>> = {
  'access-denied': 'denied',
  throttled: 'throttled',
  unreachable: 'could not reach',
};

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
