import { useState, type ReactNode } from 'react';
import { openDialog } from '../store.ts';
import { MenuAt, type Choice } from '../ui/menu.tsx';

const choices: readonly Choice[] = [
  { id: 'scan-scope', text: 'Regions…' },
  { id: 'rename-profile', text: 'Rename…' },
  { id: 'remove-profile', text: 'Remove…' },
];

interface Props {
  readonly profile: string;
  readonly children: ReactNode;
}

/** A profile in the sidebar with its menu, which the other mouse button and the menu key open. */
export function ProfileMenu({ profile, children }: Props) {
  const [at, setAt] = useState<{ readonly x: number; readonly y: number } | null>(null);
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the button in it has the focus
    <div
      onContextMenu={(event) => {
        event.preventDefault();
        const { left, bottom } = event.currentTarget.getBoundingClientRect();
        // the menu key has no place of its own
        const isPlaced = event.clientX > 0 || event.clientY > 0;
        setAt(isPlaced ? { x: event.clientX, y: event.clientY } : { x: left + 24, y: bottom });
      }}
    >
      {children}
      <MenuAt
        label={`Menu of profile ${profile}`}
        choices={choices}
        at={at}
        onClose={() => setAt(null)}
        onChoose={(id) => {
          if (id === 'scan-scope' || id === 'rename-profile' || id === 'remove-profile') {
            openDialog({ kind: id, profile });
          }
        }}
      />
    </div>
  );
}
