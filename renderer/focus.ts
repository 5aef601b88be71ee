import { flushSync } from 'react-dom';
import { setState } from './store.ts';

/** Puts the focus into the search and selects what is in it. */
export function focusSearch(): void {
  const field = document.querySelector<HTMLInputElement>('[data-search]');
  field?.focus();
  field?.select();
}

/** Puts the focus onto the list. */
export function focusList(): void {
  document.querySelector<HTMLElement>('[role="grid"]')?.focus();
}

/** Shows the inspector and puts the focus on the first field in it, or on what else can be used. */
export function focusInspector(): void {
  // at once: letters typed right after the key must land in the field
  flushSync(() => setState({ inspectorOpen: true }));
  const inspector = document.querySelector('[data-inspector]');
  const target =
    inspector?.querySelector<HTMLElement>('input') ?? inspector?.querySelector<HTMLElement>('button');
  target?.focus();
}
