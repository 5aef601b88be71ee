import { SlidersHorizontal } from 'lucide-react';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Menu, type Choice } from '../ui/menu.tsx';
import { arrangeBy } from './actions.ts';
import type { SortBy } from './catalogue.ts';
import type { GroupBy } from './groups.ts';

const groupTexts: ReadonlyArray<readonly [GroupBy, string]> = [
  ['place', 'Profile and region'],
  ['account', 'Account'],
  ['region', 'Region'],
  ['environment', 'Environment'],
  ['engine', 'Engine'],
  ['none', 'No groups'],
];

const sortTexts: ReadonlyArray<readonly [SortBy, string]> = [
  ['name', 'Name'],
  ['environment', 'Environment'],
  ['engine', 'Engine'],
];

/** How the list is grouped and sorted. While one searches the best match comes first. */
export function ArrangeMenu() {
  const groupBy = useStore((state) => state.groupBy);
  const sortBy = useStore((state) => state.sortBy);
  const choices: readonly Choice[] = [
    ...groupTexts.map(([id, text], index) => ({
      id: `group ${id}`,
      text,
      checked: id === groupBy,
      ...(index === 0 && { heading: 'Group by' }),
    })),
    ...sortTexts.map(([id, text], index) => ({
      id: `sort ${id}`,
      text,
      checked: id === sortBy,
      ...(index === 0 && { heading: 'Sort by' }),
    })),
  ];
  const choose = (choice: string): void => {
    for (const [id] of groupTexts) if (choice === `group ${id}`) arrangeBy({ groupBy: id });
    for (const [id] of sortTexts) if (choice === `sort ${id}`) arrangeBy({ sortBy: id });
  };
  return (
    <Menu label="Group and sort" choices={choices} onChoose={choose} placement="bottom end">
      <Button look="quiet" size="icon" aria-label="Group and sort">
        <SlidersHorizontal size={14} aria-hidden="true" />
      </Button>
    </Menu>
  );
}
