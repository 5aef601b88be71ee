import { useEffect } from 'react';
import { ConnectionList } from '../connections/connection-list.tsx';
import { Databases } from '../endpoints/databases.tsx';
import { focusSearch } from '../focus.ts';
import { listenToKeys } from '../keys.ts';
import { MfaDialog } from '../mfa/mfa-dialog.tsx';
import { loadSnapshot } from '../mirror.ts';
import { Sidebar } from '../profiles/sidebar.tsx';
import { useStore } from '../store.ts';
import { applyTheme } from '../theme.ts';
import { ActiveList } from '../tokens/active.tsx';
import { Announcer } from '../tokens/announcer.tsx';
import { SshDialog } from '../tunnels/ssh-dialog.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/notice.tsx';
import { Toasts } from '../ui/toasts.tsx';
import css from './app.module.css';
import { OpenDialog } from './dialogs.tsx';
import { Inspector } from './inspector.tsx';
import { Notices } from './notices.tsx';
import { StatusLine } from './status-line.tsx';
import { TitleBar } from './title-bar.tsx';
import { Welcome } from './welcome.tsx';

/** The window of Latchkey. */
export function App() {
  const theme = useStore((state) => state.settings.theme);
  const phase = useStore((state) => state.phase);
  useEffect(() => applyTheme(theme), [theme]);
  useEffect(() => listenToKeys(), []);
  // the main job starts with typing
  useEffect(() => focusSearch(), []);
  return (
    <div className={css['window']}>
      <TitleBar />
      {phase === 'failed' ? <LoadFailed /> : <Body />}
      <StatusLine />
      <OpenDialog />
      <MfaDialog />
      <SshDialog />
      <Toasts />
      <Announcer />
    </div>
  );
}

function Body() {
  const view = useStore((state) => state.view);
  return (
    <div className={css['body']}>
      <Sidebar />
      <main className={css['list']}>
        <Notices />
        {view === 'connections' && <ConnectionList />}
        {view === 'databases' && <Welcome />}
        {view === 'databases' && <Databases />}
        {view === 'active' && <ActiveList />}
      </main>
      <Inspector />
    </div>
  );
}

function LoadFailed() {
  const error = useStore((state) => state.loadError);
  return (
    <main className={css['failed']}>
      <EmptyState
        title={error?.message ?? 'Latchkey did not answer.'}
        action={<Button onPress={() => void loadSnapshot()}>Try again</Button>}
      >
        {error?.hint}
      </EmptyState>
    </main>
  );
}
