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

/** Shows the inspector and puts the focus on whom to log in as, or on the first button that can be seen. */
export function focusInspector(): void {
  // at once: letters typed right after the key must land in the field
  flushSync(() => setState({ inspectorOpen: true, inspectorLags: false }));
  const inspector = document.querySelector('[data-inspector]');
  const field = inspector?.querySelector<HTMLElement>('input[role="combobox"]');
  if (field !== null && field !== undefined) return field.focus();
  for (const button of inspector?.querySelectorAll('button') ?? []) {
    // one that is not shown does not take it
    button.focus();
    if (button === document.activeElement) return;
  }
}
