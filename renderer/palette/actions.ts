import { runPrimary } from '../clients/actions.ts';
import { filterBy, select } from '../endpoints/actions.ts';
import { askForMfaCode } from '../mfa/actions.ts';
import { copyCommand } from '../profiles/actions.ts';
import { selectConnection, show } from '../selection.ts';
import { signInTo } from '../sign-in/actions.ts';
import { sessionToSignIn } from '../sign-in/sessions.ts';
import { closeDialog, getState, setState } from '../store.ts';
import type { Subject } from '../subject.ts';
import { copyToken } from '../tokens/actions.ts';
import type { Entry } from './entries.ts';

/** Does what a line of the palette stands for, and closes the palette. */
export function run(entry: Entry): void {
  closeDialog();
  if (entry.kind === 'action') return entry.run();
  if (entry.kind === 'subject') {
    reveal(entry.subject);
    return void runPrimary(entry.subject);
  }
  const { name, state } = entry.profile;
  const session = sessionToSignIn(getState().sso, entry.profile);
  if (session !== null) return signInTo(session.id);
  if (state.status === 'unusable' && state.error.command !== undefined) return void copyCommand(name);
  if (state.status === 'unusable' && state.error.code === 'mfa-needed') return void askForMfaCode(name);
  show('databases');
  filterBy({ profile: name });
}

/** Copies the token of a line, and closes the palette. */
export function copy(entry: Entry): void {
  if (entry.kind !== 'subject') return;
  closeDialog();
  reveal(entry.subject);
  void copyToken(entry.subject);
}

/** Selects a subject where it is listed, so that its countdown is on the screen. */
function reveal({ endpoint, connection }: Subject): void {
  setState({ query: '' });
  if (connection !== null) {
    show('connections');
    selectConnection(connection.id);
  } else if (endpoint !== null) {
    show('databases');
    select(endpoint.id);
  }
}
