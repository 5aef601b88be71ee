import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { Page } from '../app/contract.ts';
import type { Clock } from '../app/clock.ts';
import { createApp, type App, type AppPorts } from '../app/create-app.ts';
import type { ChooseCaFile } from '../app/settings/ports.ts';
import { createLauncher } from './clients/launcher.ts';
import { sweep } from './clients/run-folder.ts';
import { rdsDiscovery } from './endpoints/rds-discovery.ts';
import { fileLogger } from './log/logger.ts';
import { identify } from './profiles/identify.ts';
import { loadCredentials } from './profiles/load-credentials.ts';
import { loginPath } from './profiles/login-path.ts';
import { profileFiles } from './profiles/profile-files.ts';
import { settingsForm, signInsForm } from './state/forms.ts';
import { jsonFile } from './state/json-file.ts';
import { signWithRdsSigner } from './tokens/rds-signer.ts';
import { pages } from './window/pages.ts';

/** How many regions are asked at the same time. */
const SCANS_AT_ONCE = 8;

/** What a host adds to plain Node: its window, and its ways to the desktop. */
export interface Host {
  readonly name: 'electron' | 'chromium';
  readonly version: string;
  /** The application's own folder. */
  readonly dataFolder: string;
  readonly trustedOrigin: string;
  readonly clock: Clock;
  readonly clipboard: AppPorts['clipboard'];
  readonly openUrl: (url: string) => Promise<void>;
  readonly chooseCaFile: ChooseCaFile;
  readonly emit: AppPorts['emit'];
}

/** Latchkey on this machine, in either host: the place where Node's adapters are made. */
export async function compose(host: Host): Promise<App> {
  const { env } = process;
  const { dataFolder, clock } = host;
  const logger = fileLogger(dataFolder);
  const runFolder = join(dataFolder, 'run');
  // what a crash has left of an earlier run's secrets goes first
  await sweep(runFolder);

  const path = loginPath(env, process.platform).then((found) => {
    // credential_process programs are started by the AWS SDK, which passes this process's PATH on
    env['PATH'] = found;
    return found;
  });
  const files = profileFiles(env);
  const defaultRegion = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? null;
  const load = loadCredentials(files, defaultRegion);

  const app = createApp({
    about: { host: host.name, platform: platformName(), version: host.version },
    trustedOrigin: host.trustedOrigin,
    clock,
    profileFiles: files,
    loadCredentials: async (profile) => {
      await path;
      return load(profile);
    },
    identify,
    defaultRegion,
    discovery: rdsDiscovery,
    limit: pLimit(SCANS_AT_ONCE),
    sign: signWithRdsSigner,
    clipboard: host.clipboard,
    launcher: createLauncher({
      platform: process.platform,
      environment: env,
      path: () => path,
      home: homedir(),
      dataFolder,
      runFolder,
      spawn,
      clock,
    }),
    chooseCaFile: host.chooseCaFile,
    openPage: (page: Page) => host.openUrl(pages[page]),
    settingsFile: jsonFile(join(dataFolder, 'settings.json'), settingsForm, clock),
    signInsFile: jsonFile(join(dataFolder, 'sign-ins.json'), signInsForm, clock),
    emit: host.emit,
    report: (where, cause) => logger.error(where, cause),
  });
  logger.info(`Latchkey ${host.version} in ${host.name} on ${process.platform}`);
  return {
    ...app,
    async stop() {
      await app.stop();
      // a secret that no terminal has taken yet would otherwise wait for the next start
      await sweep(runFolder);
    },
  };
}

function platformName(): 'darwin' | 'win32' | 'linux' {
  const { platform } = process;
  return platform === 'darwin' || platform === 'win32' ? platform : 'linux';
}
