import { stepOf } from '../ui/list-step.ts';
import type { KeyboardEvent } from 'react';
import type { Connection } from '../../app/connections/model.ts';
import { move } from '../selection.ts';
import {
  duplicateConnection,
  editConnection,
  removeConnection,
  stepConnection,
  togglePin,
} from './actions.ts';

/** What the keys of the list act on. */
interface Context {
  readonly selected: Connection | null;
  /** Rows of a page. */
  readonly page: number;
  /** Rows altogether. */
  readonly all: number;
  readonly openMenu: () => void;
  /** False while searching, when the order is not the user's own. */
  readonly canMove: boolean;
}

/**
 * Does what a key on the list of connections says. Enter, Space and the keys of the whole window are not
 * among them.
 *
 * @returns whether the key was used
 */
export function onGridKey(
  event: KeyboardEvent,
  { selected, page, all, openMenu, canMove }: Context,
): boolean {
  const { key, altKey, shiftKey } = event;
  const isCommand = event.ctrlKey || event.metaKey;
  if (isMenuKey(event)) return did(openMenu);
  if (altKey && !isCommand && (key === 'ArrowUp' || key === 'ArrowDown')) {
    if (selected !== null && canMove) void stepConnection(selected.id, key === 'ArrowUp' ? -1 : 1);
    return true;
  }
  if (isCommand && !altKey && !shiftKey && key.toLowerCase() === 'd') {
    if (selected !== null) void duplicateConnection(selected);
    return true;
  }
  if (altKey || isCommand) return false;
  const step = stepOf(key, Math.max(1, page), all);
  if (step !== null) return did(() => move(step));
  if (selected === null || shiftKey || event.repeat) return false;
  switch (key) {
    case 'e':
    case 'F2':
      return did(() => editConnection(selected));
    case 'Delete':
    case 'Backspace':
      return did(() => void removeConnection(selected));
    case 'p':
      return did(() => void togglePin(selected));
    default:
      return false;
  }
}

function isMenuKey({ key, shiftKey }: KeyboardEvent): boolean {
  return key === 'ContextMenu' || (key === 'F10' && shiftKey);
}

function did(act: () => void): true {
  act();
  return true;
}
