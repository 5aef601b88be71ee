import { checkAgain } from '../profiles/actions.ts';
import { addProfiles } from '../profile-setup/actions.ts';
import { ProfileProblem } from '../profiles/profile-problem.tsx';
import { openDialog, useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/notice.tsx';
import { openPage, refreshAll } from '../window/actions.ts';
import css from './empty-reason.module.css';

/** Why there is no database at all, and what to do about it. */
export function EmptyReason({ offline }: { readonly offline: boolean }) {
  const { profiles, files, error } = useStore((state) => state.profiles);
  const scans = useStore((state) => state.scans);

  if (error !== null) {
    return (
      <EmptyState
        title={error.message}
        action={<Button onPress={() => void checkAgain(null)}>Read again</Button>}
      >
        {error.hint}
      </EmptyState>
    );
  }
  if (profiles.length === 0) {
    const isMissing = !files.some(({ found }) => found);
    return (
      <EmptyState
        title={isMissing ? 'No AWS files found' : 'No profiles in your AWS files'}
        action={
          <>
            <Button look="primary" onPress={addProfiles}>
              Add a profile
            </Button>
            <Button onPress={() => openPage('sso')}>How to set up a profile</Button>
            <Button onPress={() => void checkAgain(null)}>Look again</Button>
          </>
        }
      >
        Latchkey finds databases through the AWS profiles on this machine. It looked in:
        <ul className={css['paths']}>
          {files.map(({ path, found }) => (
            <li key={path}>
              <code>{path}</code> <span>{found ? 'has no profiles' : 'does not exist'}</span>
            </li>
          ))}
        </ul>
      </EmptyState>
    );
  }
  if (offline) {
    return (
      <EmptyState title="Latchkey cannot reach AWS" action={<Button onPress={refreshAll}>Try again</Button>}>
        No region answered. Check your network, VPN and proxy.
      </EmptyState>
    );
  }
  const isChecking = profiles.some(({ state }) => state.status === 'checking');
  const isUsable = profiles.some(({ state }) => state.status === 'usable');
  if (isChecking && !isUsable) {
    return (
      <EmptyState title="Checking your AWS profiles…">Latchkey is asking AWS who each profile is.</EmptyState>
    );
  }
  const [first] = profiles.filter(({ state }) => state.status === 'unusable');
  if (!isUsable && first !== undefined) {
    return (
      <EmptyState
        title="No profile is ready to use"
        action={<Button onPress={refreshAll}>Check all again</Button>}
      >
        Choose a profile on the left to see what it needs. The first one:
        <div className={css['first']}>
          <ProfileProblem profile={first} />
        </div>
      </EmptyState>
    );
  }
  const regions = [...new Set(scans.map(({ region }) => region))].toSorted();
  return (
    <EmptyState
      title="No databases found"
      action={
        <>
          <Button look="primary" onPress={() => openDialog({ kind: 'settings', page: 'general' })}>
            Add regions
          </Button>
          <Button onPress={refreshAll}>Refresh</Button>
        </>
      }
    >
      {regions.length > 0 ? `Latchkey looked in ${regions.join(', ')}.` : 'No profile has a region to scan.'}
    </EmptyState>
  );
}
