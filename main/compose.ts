import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createNews } from '../app/common/news.ts';
import { createApp, type App, type AppPorts } from '../app/create-app.ts';
import type * as Aws from './aws.ts';
import { sweep } from './clients/run-folder.ts';
import { commandFolder, openCommand } from './command/open-command.ts';
import { secureDataFolder } from './files/data-folder.ts';
import { jsonFile } from './files/json-file.ts';
import { fileLogger } from './log/logger.ts';
import type { Host, Machine } from './machine.ts';
import { modulePorts } from './modules.ts';
import { configPaths } from './profiles/config-paths.ts';
import { confirmedAddresses, confirmedAddressesSchema } from './profiles/confirmed-addresses.ts';
import { loginEnvironment } from './profiles/login-environment.ts';
import { profileFiles } from './profiles/profile-files.ts';

/** Latchkey on this machine, in either host: the place where Node's adapters are made. */
export async function compose(host: Host): Promise<App> {
  const { env } = process;
  const { dataFolder, clock } = host;
  const misplaced = await secureDataFolder(dataFolder);
  const logger = fileLogger(dataFolder, host.isDebug);
  const log = logger.for('app');
  const report: AppPorts['report'] = (where, cause) => log.error(where, cause);
  const runFolder = join(dataFolder, 'run');
  // what a crash has left of an earlier run's secrets goes first
  await sweep(runFolder);

  const path = loginEnvironment(env, process.platform).then((found) => {
    // credential_process programs and clients get this process's environment
    Object.assign(env, found);
    return env['PATH'] ?? '';
  });
  let loading: Promise<typeof Aws> | null = null;
  const stateFile: Machine['stateFile'] = (name, schema) => jsonFile(join(dataFolder, name), schema, clock);
  const machine: Machine = {
    host,
    env,
    platform: platformName(),
    home: homedir(),
    clock,
    runFolder,
    path,
    profileFiles: profileFiles(
      env,
      confirmedAddresses(stateFile('confirmed-addresses.json', confirmedAddressesSchema)),
      path.then(() => configPaths(env)),
    ),
    // the first one to need AWS loads its SDK, but never before the window has what it shows first
    aws: () => (loading ??= host.firstPicture.then(() => import('./aws.ts'))),
    stateFile,
    clockMeasured: createNews(),
    logger,
    report,
  };
  const app = createApp({
    ...modulePorts(machine),
    trustedOrigin: host.trustedOrigin,
    clock,
    newId: randomUUID,
    emit: host.emit,
    report,
  });
  log.info('started', { version: host.version, host: host.name, platform: process.platform });
  let command: ReturnType<typeof openCommand> | null = null;
  let isStopped = false;
  return {
    ...app,
    async start() {
      await app.start();
      for (const [at, error] of misplaced.entries()) app.note(`data-folder-${at}`, error);
      if (isStopped) return;
      // who asks by the command needs what the window needs, and nothing sooner
      command = openCommand({
        folder: commandFolder(dataFolder),
        platform: process.platform,
        env,
        uid: process.getuid?.() ?? null,
        start: host.startCommand,
        answer: app.command,
        report,
      });
      const opened = await command;
      if (!opened.ok) app.note('command', opened.error);
    },
    async stop() {
      isStopped = true;
      const opened = await command;
      if (opened?.ok === true) await opened.value.close();
      await app.stop();
      // a secret that no terminal has taken yet would otherwise wait for the next start
      await sweep(runFolder);
    },
  };
}

function platformName(): Machine['platform'] {
  const { platform } = process;
  return platform === 'darwin' || platform === 'win32' ? platform : 'linux';
}
