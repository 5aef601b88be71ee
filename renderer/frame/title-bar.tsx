import { KeyRound, Plus, RefreshCw, Settings } from 'lucide-react';
import { newConnection } from '../connections/actions.ts';
import { refreshAll } from '../endpoints/actions.ts';
import { SearchField } from '../endpoints/search-field.tsx';
import { setState, useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import css from './title-bar.module.css';

/** The top of the window. On macOS the traffic lights lie over its left end, and it moves the window. */
export function TitleBar() {
  const hasLights = useStore(({ platform, host }) => platform === 'darwin' && host === 'electron');
  const isScanning = useStore((state) => state.scans.some((scan) => scan.status === 'scanning'));
  const isMac = useStore((state) => state.platform === 'darwin');
  const command = isMac ? '⌘' : 'Ctrl ';
  return (
    <header className={css['bar']} data-lights={hasLights || undefined}>
      <div className={css['mark']}>
        <KeyRound size={15} aria-hidden="true" />
        <h1 className={css['name']}>Latchkey</h1>
      </div>
      <SearchField />
      <div className={css['actions']}>
        <Tooltip text={`Ask AWS again (${command}R)`}>
          <Button onPress={refreshAll}>
            <RefreshCw size={14} aria-hidden="true" className={isScanning ? css['turning'] : undefined} />
            Refresh
          </Button>
        </Tooltip>
        <Tooltip text={`Save a connection (${command}N)`}>
          <Button onPress={() => newConnection()}>
            <Plus size={14} aria-hidden="true" />
            New connection
          </Button>
        </Tooltip>
        <Tooltip text={`Settings (${command},)`}>
          <Button
            className={css['settings']}
            aria-label="Settings"
            onPress={() => setState({ dialog: 'settings' })}
          >
            <Settings size={15} aria-hidden="true" />
          </Button>
        </Tooltip>
      </div>
    </header>
  );
}
