import type { CommandState } from '../../app/command/model.ts';
import { ask } from '../api.ts';
import css from '../settings/settings-dialog.module.css';
import { useStore } from '../store.ts';
import { toastFailure } from '../toast.ts';
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

const SEE_HELP = 'Run latchkey help in a terminal to see what it does.';

function noteOf({ by, status, link, isOnPath }: CommandState): string {
  const folder = link.replace(/[\\/][^\\/]*$/, '');
  switch (status) {
    case 'absent':
      return by === 'path'
        ? `${SEE_HELP} Installing it adds ${folder} to your PATH.`
        : `${SEE_HELP} Installing it makes a link in ${folder}.`;
    case 'taken':
      return `${link} belongs to another program. Move it away to install the command, or run the command by its full path.`;
    case 'installed':
      if (by === 'path') return 'Run latchkey help in a new terminal to see what it does.';
      return isOnPath
        ? SEE_HELP
        : `${folder} is not on your PATH. Add it, or run the command by its full path.`;
  }
}

async function change(step: 'install' | 'remove'): Promise<void> {
  const reply = await ask((bridge) => bridge.command[step]({}));
  if (!reply.ok) toastFailure(reply.error);
}
