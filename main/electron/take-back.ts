import type { App } from 'electron';
import type { CommandLink } from '../../app/command/ports.ts';
import { LINK_SCHEME } from '../../app/links/model.ts';

/** How long the uninstaller waits at most, in milliseconds. */
const TIMEOUT_MS = 40_000;

/**
 * Takes back what Latchkey has put into this account outside of its own folder: the command on PATH, `latchkey:` links,
 * and the start at login. Its own folder is the uninstaller's to ask about. It ends whatever fails, for nobody is there
 * to be told.
 */
export async function takeBack(
  app: Pick<App, 'removeAsDefaultProtocolClient' | 'setLoginItemSettings'>,
  { platform, execPath }: Pick<NodeJS.Process, 'platform' | 'execPath'>,
  command: Pick<CommandLink, 'remove'>,
): Promise<void> {
  if (platform === 'win32') app.removeAsDefaultProtocolClient(LINK_SCHEME, execPath, ['--']);
  if (platform === 'darwin') app.removeAsDefaultProtocolClient(LINK_SCHEME);
  if (platform !== 'linux') app.setLoginItemSettings({ openAtLogin: false });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, TIMEOUT_MS);
  });
  await Promise.race([command.remove().catch(() => undefined), late]);
  clearTimeout(timer);
}
