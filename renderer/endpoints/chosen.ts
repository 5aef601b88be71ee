import type { Endpoint } from '../../app/endpoints/model.ts';
import { openDialog, getState, setState, type State } from '../store.ts';
import { currentRows, select } from './actions.ts';

/** Takes a database to those that are chosen, or out of them. The one that was selected is the first of them. */
export function toggleChosen(id: string): void {
  setState((state) => {
    const chosen = new Set(state.chosen.size > 0 ? state.chosen : shownSelection(state));
    if (!chosen.delete(id)) chosen.add(id);
    return { chosen, selectedId: id };
  });
}

/** Chooses all rows from where choosing began to this one. */
export function chooseTo(id: string): void {
  const state = getState();
  const rows = currentRows(state);
  const start = state.chosenFrom ?? state.selectedId;
  const [from, to] = [rows.indexOf(start ?? id), rows.indexOf(id)];
  if (to === -1) return;
  const first = Math.min(from === -1 ? to : from, to);
  const last = Math.max(from, to);
  const chosen = new Set<string>();
  for (let index = first; index <= last; index += 1) {
    const row = rows.rowAt(index);
    if (row?.kind === 'endpoint') chosen.add(row.key);
  }
  setState({ chosen, chosenFrom: start, selectedId: id });
}

/** Moves the selection by one row and chooses what lies between. */
export function chooseByStep(step: number): void {
  const next = currentRows(getState()).stepFrom(getState().selectedId, step);
  if (next !== null) chooseTo(next.id);
}

/** Chooses everything that the list shows: what was searched for, or what the filters leave. */
export function chooseAll(): void {
  const { groups, best } = currentRows(getState());
  const ids = groups.flatMap(({ endpoints }) => endpoints.map(({ id }) => id));
  setState(({ selectedId }) => ({ chosen: new Set(ids), selectedId: selectedId ?? best ?? ids[0] ?? null }));
}

/** Chooses nothing; the selection stays. */
export function clearChosen(): void {
  select(getState().selectedId);
}

/** The databases that are chosen and can be seen, in the order of the list. */
export function chosenShown(state: State): readonly Endpoint[] {
  if (state.chosen.size === 0) return [];
  return currentRows(state).groups.flatMap(({ endpoints }) =>
    endpoints.filter(({ id }) => state.chosen.has(id)),
  );
}

/** Opens the dialog that saves what is chosen as connections. */
export function saveChosen(): void {
  const endpoints = chosenShown(getState());
  if (endpoints.length > 0) openDialog({ kind: 'saveMany', endpoints });
}

function shownSelection(state: State): readonly string[] {
  const { selectedId } = state;
  return selectedId !== null && currentRows(state).indexOf(selectedId) !== -1 ? [selectedId] : [];
}
