import { commands, keysOf } from '../commands.ts';
import type { Command, Where } from '../module.ts';
import { closeDialog, useStore } from '../store.ts';
import { Dialog } from '../ui/dialog.tsx';
import css from './shortcuts.module.css';

const headings: ReadonlyArray<readonly [where: Where, heading: string]> = [
  ['anywhere', 'Anywhere'],
  ['list', 'In a list'],
  ['dialog', 'In a dialog'],
];

/** The keys of all commands on one sheet. */
export function ShortcutsDialog() {
  return (
    <Dialog isText title="Keyboard shortcuts" isOpen onClose={closeDialog}>
      {headings.map(([where, heading]) => (
        <section key={where} className={css['section']} aria-labelledby={`keys-${where}`}>
          <h3 className={css['heading']} id={`keys-${where}`}>
            {heading}
          </h3>
          <dl className={css['keys']}>
            {commands
              .filter((command) => command.where === where && command.keys !== undefined)
              .map((command) => (
                <Line key={command.id} command={command} />
              ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}

function Line({ command: { id, text } }: { readonly command: Command }) {
  const platform = useStore((state) => state.platform);
  return (
    <div className={css['line']}>
      <dt>{text}</dt>
      <dd>
        {keysOf(id, platform).map((key) => (
          <kbd key={key} className={css['key']}>
            {key}
          </kbd>
        ))}
      </dd>
    </div>
  );
}
