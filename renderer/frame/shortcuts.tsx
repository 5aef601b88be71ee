import { setState, useStore } from '../store.ts';
import { Dialog } from '../ui/dialog.tsx';
import css from './shortcuts.module.css';

/** All keys on one sheet. */
export function ShortcutsDialog() {
  const isOpen = useStore((state) => state.dialog === 'shortcuts');
  const isMac = useStore((state) => state.platform === 'darwin');
  const command = isMac ? '⌘' : 'Ctrl';
  const keys: ReadonlyArray<readonly [what: string, ...keys: string[]]> = [
    ['Search', '/', `${command} K`],
    ['Move in the list', '↑', '↓'],
    ['Open in a client, or copy the token', 'Enter'],
    ['Copy token', `${command} C`],
    ['Choose client', `${command} O`],
    ['Inspector', 'Space'],
    ['Refresh', `${command} R`],
    ['Settings', `${command} ,`],
    ['Close, clear the search', 'Esc'],
    ['This sheet', '?'],
  ];
  return (
    <Dialog title="Keyboard shortcuts" isOpen={isOpen} onClose={() => setState({ dialog: null })}>
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
