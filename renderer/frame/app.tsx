import { useEffect } from 'react';
import { SetUpDialog } from '../clients/set-up-dialog.tsx';
import { ConnectionDialog } from '../connections/connection-dialog.tsx';
import { ConnectionList } from '../connections/connection-list.tsx';
import { ImportDialog } from '../connections/import-dialog.tsx';
import { CopyAsDialog } from '../copy-formats/copy-as-dialog.tsx';
import { Databases } from '../endpoints/databases.tsx';
import { focusSearch } from '../focus.ts';
import { HowToConnect } from '../gateway/how-to-connect.tsx';
import { GatewayQuestions } from '../gateway/question-dialogs.tsx';
import { listenToKeys } from '../keys.ts';
import { loadSnapshot } from '../mirror.ts';
import { Palette } from '../palette/palette.tsx';
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
import { Inspector } from './inspector.tsx';
import { Notices } from './notices.tsx';
import { ShortcutsDialog } from './shortcuts.tsx';
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
      <Palette />
      <ConnectionDialog />
      <ImportDialog />
      <SettingsDialog />
      <ShortcutsDialog />
      <HowToConnect />
      <SetUpDialog />
      <CopyAsDialog />
      <GatewayQuestions />
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
