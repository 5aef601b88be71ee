import type { Snapshot } from '../../app/contract.ts';
import type { Notice } from '../../app/window/model.ts';
import type { Failure } from '../api.ts';
import type { Remembered } from '../remembered.ts';
import type { View } from './view.ts';

/** A short message in the corner. */
export interface Toast {
  readonly id: number;
  readonly tone: 'done' | 'error';
  readonly message: string;
  readonly hint?: string | undefined;
  /** The profile whose command can be copied, where the failure names one. */
  readonly commandOf?: string | undefined;
  /** Takes back what the message tells of. */
  readonly undo?: (() => void) | undefined;
}

/** The window itself: whether main has answered, what is shown, and what is said beside it. */
export interface WindowState extends Pick<Snapshot, 'host' | 'platform' | 'version'> {
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly loadError: Failure | null;
  readonly notices: readonly Notice[];
  readonly view: View;
  readonly query: string;
  /** Whether the inspector lies over the list; a wide window shows it always. */
  readonly inspectorOpen: boolean;
  /** Whether the inspector may follow the selection a moment later, because somebody types and waits for the list. */
  readonly inspectorLags: boolean;
  /** Whether the first steps were dismissed. */
  readonly isWelcomed: boolean;
  /** What was asked for and is not answered yet; see `busy.ts`. */
  readonly busy: ReadonlySet<string>;
  readonly toasts: readonly Toast[];
}

/** The window's own dialogs, with what each is about. */
export interface WindowDialogs {
  readonly palette: object;
  readonly shortcuts: object;
}

/** The window before main has answered. */
export function windowState({ view, isWelcomed }: Remembered): WindowState {
  return {
    phase: 'loading',
    loadError: null,
    host: 'electron',
    platform: 'linux',
    version: '',
    notices: [],
    view,
    query: '',
    inspectorOpen: false,
    inspectorLags: false,
    isWelcomed,
    busy: new Set(),
    toasts: [],
  };
}
