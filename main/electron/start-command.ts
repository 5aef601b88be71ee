import { dirname } from 'node:path';
import type { App } from 'electron';
import { HIDDEN_FLAG } from './login-item.ts';

/** Of the arguments that this run was started with, those that the next one needs as well. */
const kept = /^--(?:user-data-dir=|no-sandbox$|ozone-platform)/;

/**
 * How a terminal's command starts Latchkey again, without a window. An AppImage is mounted elsewhere each time, so
 * its own file is started (https://docs.appimage.org/packaging-guide/environment-variables.html); on macOS the
 * system's `open` starts the bundle, which makes it nobody's child.
 *
 * @param dataFolder Latchkey's own folder
 */
export function startCommand(
  app: Pick<App, 'isPackaged' | 'getAppPath'>,
  { platform, execPath, argv, env }: Pick<NodeJS.Process, 'platform' | 'execPath' | 'argv' | 'env'>,
  dataFolder: string,
): readonly [string, ...string[]] {
  const flags = [...argv.slice(1).filter((word) => kept.test(word)), HIDDEN_FLAG];
  if (!app.isPackaged) {
    const isNamed = flags.some((word) => word.startsWith('--user-data-dir='));
    return [execPath, app.getAppPath(), ...(isNamed ? [] : [`--user-data-dir=${dataFolder}`]), ...flags];
  }
  if (platform === 'darwin') {
    const bundle = dirname(dirname(dirname(execPath)));
    return ['open', '-g', '-a', bundle, '--args', ...flags];
  }
  return [env['APPIMAGE'] ?? execPath, ...flags];
}
