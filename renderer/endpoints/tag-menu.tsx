import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { getState, useStore } from '../store.ts';
import { cx } from '../ui/cx.ts';
import { Menu, type Choice } from '../ui/menu.tsx';
import { filterBy } from './actions.ts';
import { countText } from './describe.ts';
import css from './filters.module.css';
import { merged } from './merged.ts';
import { hasTags, tagCountsOf } from './tag-counts.ts';

/** The id of the choice that shows all again: no tag has it, for a tag has a colon. */
const ALL = 'all';

/** Narrows the list to a tag's value. The tags are counted when it opens: there may be thousands of them. */
export function TagMenu() {
  const chosen = useStore((state) => state.filters.tag);
  const isThere = useStore((state) => hasTags(state.scans));
  const [choices, setChoices] = useState<readonly Choice[] | null>(null);
  if (!isThere && chosen === null) return null;
  return (
    <Menu
      label="Tags"
      choices={choices ?? []}
      isOpen={choices !== null}
      onOpenChange={(isOpen) => setChoices(isOpen ? choicesNow() : null)}
      onChoose={(id) => filterBy({ tag: id === ALL ? null : id })}
    >
      <Button className={cx(css['chip'], chosen !== null && css['on'])}>
        <span className={css['chipText']}>{chosen ?? 'Tag'}</span>
        <ChevronDown size={12} aria-hidden="true" />
      </Button>
    </Menu>
  );
}

function choicesNow(): readonly Choice[] {
  const state = getState();
  const { filters } = state;
  const tags = tagCountsOf(merged(state).scans);
  return [
    { id: ALL, text: 'All tags', checked: filters.tag === null },
    ...tags.map(({ key, count, values, total }): Choice => ({
      id: `key ${key}`,
      text: key,
      note: countText(count),
      choices: values.map(({ value, text, count: many }, at) => ({
        id: text,
        text: value === '' ? '(empty)' : value,
        note: countText(many),
        checked: text === filters.tag,
        ...(at === 0 &&
          total > values.length && {
            heading: `${values.length} of ${countText(total)} values; search finds the others`,
          }),
      })),
    })),
  ];
}
