import { useEffect } from 'react';
import { Databases } from '../endpoints/databases.tsx';
import { Inspector } from '../endpoints/inspector.tsx';
import { focusSearch } from '../focus.ts';
import { listenToKeys } from '../keys.ts';
import { loadSnapshot } from '../mirror.ts';
import { Sidebar } from '../profiles/sidebar.tsx';
import { SettingsDialog } from '../settings/settings-dialog.tsx';
import { useStore } from '../store.ts';
import { applyTheme } from '../theme.ts';
import { ActiveList } from '../tokens/active.tsx';
import { Announcer } from '../tokens/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/notice.tsx';
import { Toasts } from '../ui/toasts.tsx';
import css from './app.module.css';
import { Notices } from './notices.tsx';
import { ShortcutsDialog } from './shortcuts.tsx';
import { StatusLine } from './status-line.tsx';
import { TitleBar } from './title-bar.tsx';

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
      <SettingsDialog />
      <ShortcutsDialog />
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
        {view === 'databases' ? <Databases /> : <ActiveList />}
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
