import type { MessageBoxOptions } from 'electron';
import { shown } from '../../app/common/text/plain-text.ts';
import type { ConfirmLink } from '../../app/links/ports.ts';

/** What the dialog says before a link opens a connection. Cancel is the default: Enter that was meant for another window opens nothing. */
export function linkQuestion({
  name,
  environment,
  dbUser,
  address,
}: Parameters<ConfirmLink>[0]): MessageBoxOptions {
  const kind = environment === null ? '' : ` (${environment.label})`;
  return {
    type: 'question',
    message: shown(`Open ${name}${kind}?`),
    detail: shown(
      `A link from another program asks for it. It logs in as ${dbUser} at ${address.host}:${address.port}.`,
    ),
    buttons: ['Open', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
    checkboxLabel: 'Do not ask again for this connection',
  };
}
