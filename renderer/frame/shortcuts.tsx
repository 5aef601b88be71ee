import { setState, useStore } from '../store.ts';
import { Dialog } from '../ui/dialog.tsx';
import css from './shortcuts.module.css';

/** All keys on one sheet. */
export function ShortcutsDialog() {
  const isOpen = useStore((state) => state.dialog === 'shortcuts');
  const isMac = useStore((state) => state.platform === 'darwin');
  const command = isMac ? '⌘' : 'Ctrl';
  const keys: ReadonlyArray<readonly [what: string, ...keys: string[]]> = [
    ['Palette: everything by name', `${command} K`],
    ['Search the list', '/'],
    ['Move in the list', '↑', '↓'],
    ['Open in a client, or copy the token', 'Enter'],
    ['Copy token', `${command} C`],
    ['Copy as…', isMac ? '⇧ ⌘ C' : 'Ctrl Shift C'],
    ['Choose client', `${command} O`],
    ['Inspector', 'Space'],
    ['New connection', `${command} N`],
    ['Save a database as a connection', 'S'],
    ['Edit connection', 'E', 'F2'],
    ['Duplicate connection', `${command} D`],
    ['Pin connection', 'P'],
    ['Start or stop the gateway', 'G'],
    ['Move a pinned connection', 'Alt ↑', 'Alt ↓'],
    ['Delete connection', 'Delete'],
    ['Undo a deletion', `${command} Z`],
    ['Menu of a connection', 'Shift F10'],
    ['Refresh', `${command} R`],
    ['Settings', `${command} ,`],
    ['Close, clear the search', 'Esc'],
    ['This sheet', '?'],
  ];
  return (
    <Dialog isText title="Keyboard shortcuts" isOpen={isOpen} onClose={() => setState({ dialog: null })}>
      <dl className={css['keys']}>
        {keys.map(([what, ...ways]) => (
          <div key={what} className={css['line']}>
            <dt>{what}</dt>
            <dd>
              {ways.map((way) => (
                <kbd key={way} className={css['key']}>
                  {way}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
