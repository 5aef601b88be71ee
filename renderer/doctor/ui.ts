import type { Answer, ClientFailure } from '../../app/doctor/model.ts';
import type { DialogComponents, UiModule } from '../module.ts';
import { onSelected } from '../selection.ts';
import { AccessDialog } from './access-dialog.tsx';
import { checkAccess, showAccess } from './actions.ts';
import type { DoctorDialogs } from './state.ts';

const dialogs: DialogComponents<DoctorDialogs> = { access: AccessDialog };

/** What the window has of the doctor. */
export const doctor: UiModule = {
  mirror: ({ doctor: bridge }, { now }) => [
    bridge.onAnswered((answer) =>
      now(({ doctorAnswers }) => ({ doctorAnswers: withKey<Answer>(doctorAnswers, answer) })),
    ),
    bridge.onClientFailed((failure) =>
      now(({ clientFailures }) => ({ clientFailures: withKey<ClientFailure>(clientFailures, failure) })),
    ),
    bridge.onClock(({ clock }) => now(() => ({ clockNews: clock }))),
  ],
  dialogs,
  commands: [
    {
      id: 'can-i-connect',
      text: 'Can I connect?',
      keys: ['D'],
      where: 'list',
      inPalette: true,
      ...onSelected((subject) => void checkAccess(subject)),
    },
    {
      id: 'policy-and-sql',
      text: 'Policy and SQL…',
      where: 'anywhere',
      inPalette: true,
      ...onSelected((subject) => void showAccess(subject)),
    },
    {
      id: 'check-policy',
      text: 'Check a policy…',
      where: 'anywhere',
      inPalette: true,
      ...onSelected((subject) => void showAccess(subject, 'check')),
    },
  ],
};

/** The newest of each subject, the last one last. */
function withKey<T extends { readonly key: string }>(known: readonly T[], news: T): T[] {
  return [...known.filter(({ key }) => key !== news.key), news];
}
