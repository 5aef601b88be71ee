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

/** Shows the inspector and puts the focus on the first thing in it that can be used. */
export function focusInspector(): void {
  setState({ inspectorOpen: true });
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>('[data-inspector] input, [data-inspector] button')?.focus();
  });
}
