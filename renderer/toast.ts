import type { Reply } from '../app/contract.ts';
import type { Failure } from './api.ts';
import type { Toast } from './window/state.ts';
import { getState, setState, type State } from './store.ts';

let nextToast = 1;

/** Shows a short message. The newest three stay. */
export function toast(message: Omit<Toast, 'id'>): void {
  const shown: Toast = { ...message, id: nextToast++ };
  setState(({ toasts }) => ({
    // one that can be taken back stays: another may have the same words
    toasts: [...toasts.filter((t) => t.message !== shown.message || t.undo !== undefined), shown].slice(-3),
  }));
}

/**
 * Shows a failure with its next step.
 *
 * @param profile whose command the failure is about, where it has one
 */
export function toastFailure(error: Failure, profile?: string): void {
  // the dialog that has come up says it, and does it
  if (error.code === 'sign-in-needed' && getState().dialog?.kind === 'sign-in') return;
  // who has just cancelled something knows
  if (error.code === 'cancelled') return;
  toast({
    tone: 'error',
    message: error.message,
    hint: error.hint,
    commandOf: error.command === undefined ? undefined : profile,
  });
}

/** Says what went wrong with a request whose success needs no words. */
export async function report(request: Promise<Reply<unknown>>): Promise<void> {
  const reply = await request;
  if (!reply.ok) toastFailure(reply.error);
}

/** Whether a message can be taken back. */
export function canUndo({ toasts }: Pick<State, 'toasts'>): boolean {
  return toasts.some(({ undo }) => undo !== undefined);
}

/** Takes back what the newest message tells of. */
export function undoNewest(): void {
  const newest = getState().toasts.findLast(({ undo }) => undo !== undefined);
  if (newest?.undo === undefined) return;
  dismissToast(newest.id);
  newest.undo();
}

/** Takes a message away. */
export function dismissToast(id: number): void {
  setState(({ toasts }) => ({ toasts: toasts.filter((t) => t.id !== id) }));
}
