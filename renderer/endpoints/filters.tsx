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
import { accountText, countText } from './describe.ts';
import css from './filters.module.css';
import { merged } from './merged.ts';

/** What the list can be narrowed to, each with how much it would leave of the whole list, and how much is shown. */
export const FilterBar = memo(function FilterBar({ shown }: { readonly shown: number }) {
  const filters = useStore((state) => state.filters);
  const counts = useStore((state) => countsOf(merged(state).scans));
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
        textOf={accountText}
        onChange={(account) => filterBy({ account })}
      />
      <ChipMenu
        what="environments"
        value={filters.environment}
        counts={counts.environments}
        onChange={(environment) => filterBy({ environment })}
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

interface ChipMenuProps {
  /** What there is to choose from, in the plural. */
  readonly what: string;
  readonly value: string | null;
  readonly counts: ReadonlyMap<string, number>;
  readonly textOf?: (value: string) => string;
  readonly onChange: (value: string | null) => void;
}

function ChipMenu({ what, value, counts, textOf = (text) => text, onChange }: ChipMenuProps) {
  if (counts.size < 2 && value === null) return null;
  const all = `All ${what}`;
  const values = value === null || counts.has(value) ? [...counts] : [...counts, [value, 0] as const];
  const choices = [
    { id: '', text: all, checked: value === null },
    ...values.map(([one, many]) => ({
      id: one,
      text: textOf(one),
      note: countText(many),
      checked: one === value,
    })),
  ];
  return (
    <Menu label={all} choices={choices} onChoose={(id) => onChange(id === '' ? null : id)}>
      <Button className={cx(css['chip'], value !== null && css['on'])}>
        <span className={css['chipText']}>
          {value === null ? `${countText(counts.size)} ${what}` : textOf(value)}
        </span>
        <ChevronDown size={12} aria-hidden="true" />
      </Button>
    </Menu>
  );
}
