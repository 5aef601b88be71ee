import { ChevronDown, X } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { useStore } from '../store.ts';
import { cx } from '../ui/cx.ts';
import { Menu } from '../ui/menu.tsx';
import { filterBy } from './actions.ts';
import { ArrangeMenu } from './arrange-menu.tsx';
import { countsOf } from './counts.ts';
import { accountLabel, accountNamesIn, fullAccountText } from './accounts.ts';
import { countText } from './describe.ts';
import css from './filters.module.css';
import { merged } from './merged.ts';
import { TagMenu } from './tag-menu.tsx';

/** What the list can be narrowed to, each with how much it would leave of the whole list, and how much is shown. */
export const FilterBar = memo(function FilterBar({ shown }: { readonly shown: number }) {
  const filters = useStore((state) => state.filters);
  const counts = useStore((state) => countsOf(merged(state).scans));
  const names = useStore((state) => accountNamesIn(state.scans));
  return (
    <div className={css['bar']} role="toolbar" aria-label="Filters">
      <Chip count={counts.iamReady} isOn={filters.iamReady} onChange={(iamReady) => filterBy({ iamReady })}>
        IAM ready
      </Chip>
      <Chip count={counts.postgres} isOn={filters.postgres} onChange={(postgres) => filterBy({ postgres })}>
        PostgreSQL
      </Chip>
      <Chip count={counts.mysql} isOn={filters.mysql} onChange={(mysql) => filterBy({ mysql })}>
        MySQL
      </Chip>
      {(counts.dsql > 0 || filters.dsql) && (
        <Chip count={counts.dsql} isOn={filters.dsql} onChange={(dsql) => filterBy({ dsql })}>
          DSQL
        </Chip>
      )}
      <ChipMenu
        what="regions"
        value={filters.region}
        counts={counts.regions}
        onChange={(region) => filterBy({ region })}
      />
      <ChipMenu
        what="accounts"
        value={filters.account}
        counts={counts.accounts}
        textOf={(account) => accountLabel(account, names)}
        choiceTextOf={(account) => fullAccountText(account, names)}
        onChange={(account) => filterBy({ account })}
      />
      <ChipMenu
        what="environments"
        value={filters.environment}
        counts={counts.environments}
        onChange={(environment) => filterBy({ environment })}
      />
      <TagMenu />
      <ChipMenu
        what="networks"
        label="Public or private"
        value={filters.network}
        counts={counts.networks}
        textOf={networkText}
        onChange={(network) =>
          filterBy({ network: network === 'public' || network === 'private' ? network : null })
        }
      />
      {filters.profile !== null && (
        <Button
          className={cx(css['chip'], css['on'])}
          aria-label={`Show all profiles, not only ${filters.profile}`}
          onPress={() => filterBy({ profile: null })}
        >
          <span className={css['chipText']}>{filters.profile}</span>
          <X size={12} aria-hidden="true" />
        </Button>
      )}
      <span className={css['end']}>
        <span className={css['shown']} role="status">
          {`${countText(shown)} of ${countText(counts.total)}`}
        </span>
        <ArrangeMenu />
      </span>
    </div>
  );
});

interface ChipProps {
  /** How many endpoints it would leave of the whole list. */
  readonly count: number;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly children: ReactNode;
}

function Chip({ count, isOn, onChange, children }: ChipProps) {
  return (
    <ToggleButton className={cx(css['chip'], isOn && css['on'])} isSelected={isOn} onChange={onChange}>
      {children} <span className={css['count']}>{countText(count)}</span>
    </ToggleButton>
  );
}

function networkText(network: string): string {
  return network === 'public' ? 'Public' : 'Private';
}

interface ChipMenuProps {
  /** What there is to choose from, in the plural. */
  readonly what: string;
  readonly value: string | null;
  readonly counts: ReadonlyMap<string, number>;
  /** What it says while nothing is chosen, where that is not how many there are. */
  readonly label?: string;
  readonly textOf?: (value: string) => string;
  /** What is said of a value in the menu, where that is more. */
  readonly choiceTextOf?: (value: string) => string;
  readonly onChange: (value: string | null) => void;
}

function ChipMenu({ what, label, value, counts, textOf = (text) => text, ...more }: ChipMenuProps) {
  const { choiceTextOf = textOf, onChange } = more;
  if (counts.size < 2 && value === null) return null;
  const all = `All ${what}`;
  const values = value === null || counts.has(value) ? [...counts] : [...counts, [value, 0] as const];
  const choices = [
    { id: '', text: all, checked: value === null },
    ...values.map(([one, many]) => ({
      id: one,
      text: choiceTextOf(one),
      note: countText(many),
      checked: one === value,
    })),
  ];
  return (
    <Menu label={all} choices={choices} onChoose={(id) => onChange(id === '' ? null : id)}>
      <Button className={cx(css['chip'], value !== null && css['on'])}>
        <span className={css['chipText']}>
          {value === null ? (label ?? `${countText(counts.size)} ${what}`) : textOf(value)}
        </span>
        <ChevronDown size={12} aria-hidden="true" />
      </Button>
    </Menu>
  );
}
