import type { Page } from '../../app/window/model.ts';
import { ask } from '../api.ts';
import { clearChosen } from '../endpoints/chosen.ts';
import { focusList } from '../focus.ts';
import { move, search } from '../selection.ts';
import { getState, setState } from '../store.ts';
import { report } from '../toast.ts';
import { stepOf } from '../ui/list-step.ts';

/** Reads profiles, scans all regions and looks for clients again. */
export function refreshAll(): void {
  void report(ask((bridge) => bridge.profiles.refresh({ profile: null })));
  void report(ask((bridge) => bridge.endpoints.refresh({ only: null })));
  void report(ask((bridge) => bridge.clients.refresh({})));
}

/** Opens a page in the browser. */
export function openPage(page: Page): void {
  void report(ask((bridge) => bridge.window.openPage({ page })));
}

/** Folds the inspector away where it lies over the list. */
export function closeInspector(): void {
  setState({ inspectorOpen: false, needsUser: null });
}

/** Whether there is an inspector to leave or a search to clear. */
export function canStepBack(): boolean {
  const { inspectorOpen, query, chosen } = getState();
  return inspectorOpen || isInInspector() || query !== '' || chosen.size > 0;
}

/** Leaves the inspector, else clears the search; either way the list has the focus then. */
export function stepBack(): void {
  if (getState().chosen.size > 0) clearChosen();
  else if (getState().inspectorOpen || isInInspector()) closeInspector();
  else search('');
  focusList();
}

/** The height of a row of a list, in pixels; the style sheet of the list has the same number. */
const ROW_HEIGHT = 48;

/** Moves the selection of the list as far as a key says. */
export function moveByKey(key = ''): void {
  const height = document.querySelector('[role="grid"]')?.clientHeight ?? 480;
  const step = stepOf(key, Math.max(1, Math.floor(height / ROW_HEIGHT) - 1), Infinity);
  if (step !== null) move(step);
}

function isInInspector(): boolean {
  return document.activeElement?.matches('[data-inspector] *') ?? false;
}
