import type { UpdateState } from '../../app/updates/model.ts';

/** Latchkey's own updates as main says they are. */
export interface UpdatesState {
  readonly update: UpdateState;
}

/** No updates, before main has answered. */
export const updatesState: UpdatesState = { update: { status: 'unavailable' } };
