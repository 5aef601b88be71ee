import { useState } from 'react';
import { closeDialog } from '../store.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { CheckPage } from './check-page.tsx';
import { PolicyPage } from './policy-page.tsx';
import { SqlPage } from './sql-page.tsx';
import type { AccessPage, DoctorDialogs } from './state.ts';
import { UsersPage } from './users-page.tsx';

/** The policy and the SQL that a login needs, a look through somebody else's policy, and who can log in. */
export function AccessDialog({ subject, named, page }: DoctorDialogs['access']) {
  const [shown, setShown] = useState<AccessPage>(page);
  const dbUser = 'dbUser' in named ? named.dbUser : (subject.connection?.dbUser ?? '');
  const about = { subject, named, dbUser };
  return (
    <Dialog title={`Policy and SQL for ${subject.name}`} isOpen onClose={closeDialog} size="wide">
      <Tabs
        label="Policy and SQL"
        value={shown}
        onChange={setShown}
        pages={[
          { id: 'policy', text: 'Policy', page: <PolicyPage {...about} /> },
          { id: 'sql', text: 'SQL', page: <SqlPage {...about} /> },
          { id: 'check', text: 'Check a policy', page: <CheckPage {...about} /> },
          { id: 'users', text: 'Who can log in', page: <UsersPage {...about} /> },
        ]}
      />
    </Dialog>
  );
}
