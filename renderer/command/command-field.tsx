import type { CommandState } from '../../app/command/model.ts';
import { ask } from '../api.ts';
import css from '../settings/settings-dialog.module.css';
import { toastFailure, useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';

/** Makes `latchkey` a word that a terminal knows. Where that cannot be done nothing of it is shown. */
export function CommandField() {
  const command = useStore((state) => state.command);
  if (command === null) return null;
  const isInstalled = command.status === 'installed';
  return (
    <section className={css['section']} aria-labelledby="settings-command">
      <h3 className={css['heading']} id="settings-command">
        Command line
      </h3>
      <div className={css['setting']}>
        <div className={css['row']}>
          <span className={css['label']}>latchkey</span>
          <div className={css['ca']}>
            <p className={css['path']} role="status">
              {isInstalled ? command.link : command.command}
            </p>
            <div className={css['buttons']}>
              {isInstalled ? (
                <Button size="small" onPress={() => void change('remove')}>
                  Remove the command
                </Button>
              ) : (
                command.status === 'absent' && (
                  <Button size="small" onPress={() => void change('install')}>
                    Install the command
                  </Button>
                )
              )}
            </div>
          </div>
        </div>
        <p className={css['note']}>{noteOf(command)}</p>
      </div>
    </section>
  );
}

function noteOf({ status, link, isOnPath }: CommandState): string {
  const folder = link.slice(0, link.lastIndexOf('/'));
  switch (status) {
    case 'absent':
      return `Signs in from a terminal: latchkey help. Installing makes a link in ${folder}.`;
    case 'taken':
      return `${link} is another program’s. Move it away to install the command, or run it by its whole path.`;
    case 'installed':
      return isOnPath
        ? 'Signs in from a terminal: latchkey help.'
        : `${folder} is not on PATH. Add it there, or run the command by its whole path.`;
  }
}

async function change(step: 'install' | 'remove'): Promise<void> {
  const reply = await ask((bridge) => bridge.command[step]({}));
  if (!reply.ok) toastFailure(reply.error);
}
