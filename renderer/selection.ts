import { shownConnections } from './connections/list-order.ts';
import { currentRows, moveSelection, select } from './endpoints/actions.ts';
import { findEndpoint } from './endpoints/catalogue.ts';
import { noneChosen } from './endpoints/state.ts';
import type { Command } from './module.ts';
import { keepConnection, keepView } from './remembered.ts';
import { getState, setState, type State } from './store.ts';
import type { View } from './window/view.ts';
import { subjectOf, subjectOfConnection, type Subject } from './subject.ts';
import { activeSubjects } from './tokens/active-subjects.ts';

/** Changes what the list shows. */
export function show(view: View): void {
  setState({ view });
  keepView(view);
}

/** Selects a connection. */
export function selectConnection(id: string | null): void {
  setState({ selectedConnectionId: id });
  keepConnection(id);
}

/** Searches in what is shown, and selects the best match in the same step, so that Enter never acts on an older one. */
export function search(query: string): void {
  setState(({ view }) => ({
    query,
    view: view === 'active' ? 'databases' : view,
    chosen: noneChosen,
    chosenFrom: null,
    inspectorLags: true,
  }));
  if (query.trim() === '') return;
  if (getState().view === 'databases') select(currentRows(getState()).best);
  else selectConnection(shownConnections(getState())[0]?.id ?? null);
}

/**
 * Selects the best match where the search has none yet: what was typed before the databases arrived counts
 * when they do.
 */
export function selectArrived(): void {
  const { view, query } = getState();
  if (view === 'databases' && query.trim() !== '' && selectedShown() === null)
    select(currentRows(getState()).best);
}

/** What is selected, whether or not it can be seen: what the inspector shows. */
export function selectedSubject(state: State): Subject | null {
  switch (state.view) {
    case 'connections': {
      const found = state.connections.find(({ id }) => id === state.selectedConnectionId);
      return found === undefined ? null : subjectOfConnection(found);
    }
    case 'databases': {
      const found = findEndpoint(state.scans, state.selectedId);
      return found === null ? null : subjectOf(found);
    }
    case 'active':
      return activeSubjects(state).find(({ key }) => key === state.selectedActive) ?? null;
  }
}

/** What is selected if it can be seen: nothing may be done to one that is filtered away. */
export function selectedShown(state: State = getState()): Subject | null {
  const subject = selectedSubject(state);
  if (subject === null) return null;
  const { endpoint, connection } = subject;
  if (state.view === 'connections') {
    return shownConnections(state).some(({ id }) => id === connection?.id) ? subject : null;
  }
  if (state.view === 'databases')
    return currentRows(state).indexOf(endpoint?.id ?? '') === -1 ? null : subject;
  return subject;
}

/** What makes a command one on what is selected and can be seen. */
export function onSelected(act: (subject: Subject) => unknown): Pick<Command, 'isEnabled' | 'run'> {
  return {
    isEnabled: (state) => selectedShown(state) !== null,
    run: () => {
      const subject = selectedShown();
      if (subject !== null) act(subject);
    },
  };
}

/** Moves the selection of what is shown by some rows, staying in the list. */
export function move(step: number): void {
  setState({ inspectorLags: true });
  const state = getState();
  if (state.view === 'databases') return moveSelection(step);
  const keys =
    state.view === 'connections'
      ? shownConnections(state).map(({ id }) => id)
      : activeSubjects(state).map(({ key }) => key);
  const selected = state.view === 'connections' ? state.selectedConnectionId : state.selectedActive;
  const at = keys.indexOf(selected ?? '');
  const from = at !== -1 ? at : step > 0 ? -1 : keys.length;
  const next = keys[Math.min(Math.max(from + step, 0), keys.length - 1)] ?? null;
  if (state.view === 'connections') selectConnection(next);
  else setState({ selectedActive: next });
}
