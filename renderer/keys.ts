import type { Payload } from '../app/contract.ts';
import { chooseClient, runPrimary } from './clients/actions.ts';
import { exportConnections, importConnections, newConnection } from './connections/actions.ts';
import { openCopyAs } from './copy-formats/actions.ts';
import { closeInspector, refreshAll } from './endpoints/actions.ts';
import { focusInspector, focusList, focusSearch } from './focus.ts';
import { toggleGateway } from './gateway/actions.ts';
import { openPalette } from './palette/actions.ts';
import { search, selectedShown } from './selection.ts';
import { getState, setState } from './store.ts';
import { copyToken } from './tokens/actions.ts';

type MenuCommand = Payload<'window:menu'>['command'];

const menuCommands: Readonly<Record<MenuCommand, () => void>> = {
  palette: openPalette,
  search: focusSearch,
  'new-connection': () => newConnection(),
  import: () => void importConnections(),
  export: () => void exportConnections(null),
  refresh: refreshAll,
  settings: () => setState({ dialog: 'settings' }),
  shortcuts: () => setState({ dialog: 'shortcuts' }),
};

/** Does what a choice in the application menu says; while something is being filled in it waits. */
export function runMenuCommand(command: MenuCommand): void {
  const { dialog } = getState();
  if (dialog === 'connection' || dialog === 'import') return;
  menuCommands[command]();
}

/**
 * Listens to the keys that work in the whole window. What a focused control uses itself (a menu, a
 * dialog, a text field) never arrives here or is left alone.
 *
 * @returns stops listening
 */
export function listenToKeys(): () => void {
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || isInDialog(event.target)) return;
  const done = event.ctrlKey || event.metaKey ? onCommandKey(event) : onPlainKey(event);
  if (done) event.preventDefault();
}

function onCommandKey(event: KeyboardEvent): boolean {
  if (event.altKey) return false;
  if (event.shiftKey) {
    const subject = event.key.toLowerCase() === 'c' ? selectedShown() : null;
    if (subject !== null) void openCopyAs(subject);
    return subject !== null;
  }
  switch (event.key.toLowerCase()) {
    case 'k':
      openPalette();
      return true;
    case 'n':
      newConnection();
      return true;
    case 'r':
      refreshAll();
      return true;
    case ',':
      setState({ dialog: 'settings' });
      return true;
    case 'o':
      chooseClient();
      return true;
    case 'c': {
      const subject = selectedShown();
      // the search is where one types and goes on from: with nothing selected in it there is nothing else to copy
      const isElsewhere = isTyping(event.target) && !isIdleSearch(event.target);
      if (subject === null || isElsewhere || hasSelectedText()) return false;
      void copyToken(subject);
      return true;
    }
    default:
      return false;
  }
}

function onPlainKey(event: KeyboardEvent): boolean {
  if (event.key === 'Escape') return onEscape();
  // the search has the focus from the start: the key that leads there must not end up in it
  if (event.key === '/' && isIdleSearch(event.target) && getState().query === '') return true;
  if (isTyping(event.target)) return false;
  if (event.key === '/') {
    focusSearch();
    return true;
  }
  if (event.key === '?') {
    setState({ dialog: 'shortcuts' });
    return true;
  }
  if (!isOnList(event.target)) return false;
  const subject = selectedShown();
  if (subject === null) return false;
  if (event.key === ' ') {
    focusInspector();
    return true;
  }
  if (event.key === 's' && subject.endpoint !== null) {
    newConnection(subject.endpoint);
    return true;
  }
  if (event.key === 'g' && subject.connection !== null) {
    if (!event.repeat) toggleGateway(subject.connection);
    return true;
  }
  if (event.key === 'Enter') {
    void runPrimary(subject);
    return true;
  }
  return false;
}

function onEscape(): boolean {
  const { inspectorOpen, query } = getState();
  const isInside = document.activeElement?.matches('[data-inspector] *') ?? false;
  if (inspectorOpen || isInside) closeInspector();
  else if (query !== '') search('');
  else return false;
  focusList();
  return true;
}

function hasSelectedText(): boolean {
  return (window.getSelection()?.toString() ?? '') !== '';
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

function isIdleSearch(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement &&
    target.matches('[data-search]') &&
    target.selectionStart === target.selectionEnd
  );
}

function isOnList(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.getAttribute('role') === 'grid';
}

function isInDialog(target: EventTarget | null): boolean {
  const inside =
    target instanceof Element && target.closest('[role="dialog"], [role="menu"], [role="listbox"]');
  return inside !== null && inside !== false;
}
