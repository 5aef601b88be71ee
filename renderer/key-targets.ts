/** Whether a key goes into a text field. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** Whether the focus is in the search and nothing in it is selected: the search has the focus from the start. */
export function isIdleSearch(target: EventTarget | null): target is HTMLInputElement {
  return (
    target instanceof HTMLInputElement &&
    target.matches('[data-search]') &&
    target.selectionStart === target.selectionEnd
  );
}

/** Whether the list itself has the focus, and no button in it. */
export function isOnList(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.getAttribute('role') === 'grid';
}

/** Whether the focus is in a dialog. */
export function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"]') !== null;
}

/** Whether the focus is in something that lies over the window and has its own keys. */
export function isInOverlay(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null
  );
}

/** Whether text is selected on the page, such as a host name in the inspector. */
export function hasSelectedText(): boolean {
  return (window.getSelection()?.toString() ?? '') !== '';
}
