import { KeyRound, Plus, RefreshCw, Settings } from 'lucide-react';
import { keyOf } from '../commands.ts';
import { newConnection } from '../connections/actions.ts';
import { refreshAll } from './actions.ts';
import { SearchField } from '../endpoints/search-field.tsx';
import { openDialog, useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import css from './title-bar.module.css';

/** The top of the window. On macOS the traffic lights lie over its left end, and it moves the window. */
export function TitleBar() {
  const hasLights = useStore(({ platform, host }) => platform === 'darwin' && host === 'electron');
  const isScanning = useStore((state) => state.progress !== null);
  const platform = useStore((state) => state.platform);
  const key = (command: string): string => keyOf(command, platform);
  return (
    <header className={css['bar']} data-lights={hasLights || undefined}>
      <div className={css['mark']}>
        <KeyRound size={15} aria-hidden="true" />
        <h1 className={css['name']}>Latchkey</h1>
      </div>
      <SearchField />
      <div className={css['actions']}>
        <Tooltip text={`Refresh from AWS (${key('refresh')})`}>
          <Button onPress={refreshAll}>
            <RefreshCw size={14} aria-hidden="true" className={isScanning ? css['turning'] : undefined} />
            Refresh
          </Button>
        </Tooltip>
        <Tooltip text={`New connection (${key('new-connection')})`}>
          <Button onPress={() => newConnection()}>
            <Plus size={14} aria-hidden="true" />
            New connection
          </Button>
        </Tooltip>
        <Tooltip text={`Settings (${key('settings')})`}>
          <Button
            className={css['settings']}
            aria-label="Settings"
            onPress={() => openDialog({ kind: 'settings', page: 'general' })}
          >
            <Settings size={15} aria-hidden="true" />
          </Button>
        </Tooltip>
      </div>
    </header>
  );
}
