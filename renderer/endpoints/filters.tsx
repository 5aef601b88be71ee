import { ChevronDown, X } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { useStore } from '../store.ts';
import { cx } from '../ui/cx.ts';
import { Menu } from '../ui/menu.tsx';
import { filterBy } from './actions.ts';
import { countEndpoints } from './catalogue.ts';
import { countText } from './describe.ts';
import css from './filters.module.css';
import type { Scan } from '../../app/endpoints/model.ts';

/** What the list can be narrowed to, and how much of it is shown. */
export const FilterBar = memo(function FilterBar({ shown }: { readonly shown: number }) {
  const filters = useStore((state) => state.filters);
  const scans = useStore((state) => state.scans);
  const total = countEndpoints(scans);
  return (
    <div className={css['bar']} role="toolbar" aria-label="Filters">
      <Chip isOn={filters.iamReady} onChange={(iamReady) => filterBy({ iamReady })}>
        IAM ready
      </Chip>
      <Chip isOn={filters.postgres} onChange={(postgres) => filterBy({ postgres })}>
        PostgreSQL
      </Chip>
      <Chip isOn={filters.mysql} onChange={(mysql) => filterBy({ mysql })}>
        MySQL
      </Chip>
      <ChipMenu
        name="All regions"
        all="All regions"
        value={filters.region}
        values={regionsOf(scans)}
        onChange={(region) => filterBy({ region })}
      />
      <ChipMenu
        name="Environment"
        all="All environments"
        value={filters.environment}
        values={environmentsOf(scans)}
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
      <span className={css['count']} role="status">
        {`${countText(shown)} of ${countText(total)}`}
      </span>
    </div>
  );
});

interface ChipProps {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly children: ReactNode;
}

function Chip({ isOn, onChange, children }: ChipProps) {
  return (
    <ToggleButton className={cx(css['chip'], isOn && css['on'])} isSelected={isOn} onChange={onChange}>
      {children}
    </ToggleButton>
  );
}

interface ChipMenuProps {
  /** The button while nothing is chosen. */
  readonly name: string;
  readonly all: string;
  readonly value: string | null;
  readonly values: readonly string[];
  readonly onChange: (value: string | null) => void;
}

function ChipMenu({ name, all, value, values, onChange }: ChipMenuProps) {
  if (values.length < 2 && value === null) return null;
  const choices = [
    { id: '', text: all, checked: value === null },
    ...values.map((one) => ({ id: one, text: one, checked: one === value })),
  ];
  return (
    <Menu label={all} choices={choices} onChoose={(id) => onChange(id === '' ? null : id)}>
      <Button className={cx(css['chip'], value !== null && css['on'])}>
        <span className={css['chipText']}>{value ?? name}</span>
        <ChevronDown size={12} aria-hidden="true" />
      </Button>
    </Menu>
  );
}

function regionsOf(scans: readonly Scan[]): readonly string[] {
  return [
    ...new Set(scans.filter((scan) => scan.endpoints.length > 0).map((scan) => scan.region)),
  ].toSorted();
}

const kindOrder = ['prod', 'staging', 'dev', 'other'];
const environments = new WeakMap<readonly Scan[], readonly string[]>();

/** The environment labels that occur, production first; worked out once for each state of the scans. */
function environmentsOf(scans: readonly Scan[]): readonly string[] {
  const known = environments.get(scans);
  if (known !== undefined) return known;
  const labels = new Map<string, string>();
  for (const scan of scans) {
    for (const { environment } of scan.endpoints) {
      if (environment !== null) labels.set(environment.label, environment.kind);
    }
  }
  const made = [...labels]
    .toSorted(
      ([a, kindOfA], [b, kindOfB]) =>
        kindOrder.indexOf(kindOfA) - kindOrder.indexOf(kindOfB) || (a < b ? -1 : 1),
    )
    .map(([label]) => label);
  environments.set(scans, made);
  return made;
}
