import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { Page } from '../app/contract.ts';
import type { Platform } from '../app/clients/model.ts';
import type { Clock } from '../app/common/clock.ts';
import { createApp, type App, type AppPorts } from '../app/create-app.ts';
import type { ChooseCaFile } from '../app/settings/ports.ts';
import type * as Aws from './aws.ts';
import { caBundle } from './clients/ca-bundle.ts';
import { createLauncher } from './clients/launcher.ts';
import { resolveHost } from './clients/resolve-host.ts';
import { sweep } from './clients/run-folder.ts';
import { commandLink } from './command/link.ts';
import { commandFolder, openCommand } from './command/open-command.ts';
import { commandFile } from './command/write-client.ts';
import { localCertificate } from './gateway/local-certificate.ts';
import { localPasswords, type SecretBox } from './gateway/local-passwords.ts';
import { portHolder } from './gateway/port-holder.ts';
import { portIsFree } from './gateway/port-is-free.ts';
import { relayProcess, type StartChild } from './gateway/relay-process.ts';
import { fileLogger } from './log/logger.ts';
import { loginPath } from './profiles/login-path.ts';
import { profileFiles } from './profiles/profile-files.ts';
import {
  clientChoicesSchema,
  connectionsSchema,
  endpointCacheSchema,
  gatewaysSchema,
  linksSchema,
  localPasswordsSchema,
  signInsSchema,
} from './files/schemas.ts';
import { secureDataFolder } from './files/data-folder.ts';
import { jsonFile } from './files/json-file.ts';
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
  readonly chooseProgram: AppPorts['chooseProgram'];
  readonly applyShortcut: AppPorts['applyShortcut'];
  /** Handed where to report what goes wrong. */
  readonly updater: (report: AppPorts['report']) => AppPorts['updater'];
  /** `settings.json`, which a host may need before anything else. */
  readonly settingsFile: AppPorts['settingsFile'];
  readonly sharedFiles: AppPorts['sharedFiles'];
  readonly emit: AppPorts['emit'];
  /** The system's key store. */
  readonly secretBox: SecretBox;
  /** Starts the relay's process from the built file. */
  readonly startRelay: StartChild;
  /** How Latchkey is started again, without a window, by a terminal's command: program first; null where it cannot be. */
  readonly startCommand: readonly [string, ...string[]] | null;
  readonly confirmLink: AppPorts['confirmLink'];
  /** Resolves when the window has what it shows first, or at once where there is no window to wait for. */
  readonly firstPicture: Promise<void>;
}

/** Latchkey on this machine, in either host: the place where Node's adapters are made. */
export async function compose(host: Host): Promise<App> {
  const { env } = process;
  const { dataFolder, clock } = host;
  const misplaced = await secureDataFolder(dataFolder);
  const logger = fileLogger(dataFolder);
  const report: AppPorts['report'] = (where, cause) => logger.error(where, cause);
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
  let loading: Promise<typeof Aws> | null = null;
  // the first one to need AWS loads its SDK, but never before the window has what it shows first
  const aws = (): Promise<typeof Aws> => (loading ??= host.firstPicture.then(() => import('./aws.ts')));

  const app = createApp({
    about: { host: host.name, platform: platformName(), version: host.version },
    trustedOrigin: host.trustedOrigin,
    clock,
    profileFiles: files,
    loadCredentials: async (profile) => {
      await path;
      return (await aws()).loadCredentials(files, defaultRegion)(profile);
    },
    identify: async (...given) => (await aws()).identify(...given),
    defaultRegion,
    discovery: {
      instances: async (...given) => (await aws()).rdsDiscovery.instances(...given),
      clusters: async (...given) => (await aws()).rdsDiscovery.clusters(...given),
    },
    limit: pLimit(SCANS_AT_ONCE),
    sign: async (...given) => (await aws()).signWithRdsSigner(...given),
    clipboard: host.clipboard,
    launcher: createLauncher({
      platform: platformName(),
      environment: env,
      path: () => path,
      home: homedir(),
      dataFolder,
      runFolder,
      spawn,
      clock,
    }),
    resolveHost,
    caFile: (own) => caBundle(dataFolder, own),
    sharedFiles: host.sharedFiles,
    newId: randomUUID,
    chooseCaFile: host.chooseCaFile,
    chooseProgram: host.chooseProgram,
    applyShortcut: host.applyShortcut,
    updater: host.updater(report),
    openPage: (page: Page) => host.openUrl(pages[page]),
    settingsFile: host.settingsFile,
    clientChoicesFile: jsonFile(join(dataFolder, 'clients.json'), clientChoicesSchema, clock),
    signInsFile: jsonFile(join(dataFolder, 'sign-ins.json'), signInsSchema, clock),
    endpointCacheFile: jsonFile(join(dataFolder, 'endpoint-cache.json'), endpointCacheSchema, clock),
    connectionsFile: jsonFile(join(dataFolder, 'connections.json'), connectionsSchema, clock),
    gatewaysFile: jsonFile(join(dataFolder, 'gateways.json'), gatewaysSchema, clock),
    localPasswords: localPasswords(
      jsonFile(join(dataFolder, 'local-passwords.json'), localPasswordsSchema, clock),
      host.secretBox,
    ),
    relay: (events) =>
      relayProcess(
        {
          start: host.startRelay,
          caBundle: (caFile) => caBundle(dataFolder, caFile),
          localCertificate: () => localCertificate(dataFolder, clock.now()),
          holderOf: portHolder,
          report,
        },
        events,
      ),
    portIsFree,
    portHolder,
    commandLink: commandLink({
      platform: process.platform,
      home: homedir(),
      path: () => path,
      command: commandFile(commandFolder(dataFolder)),
    }),
    linksFile: jsonFile(join(dataFolder, 'links.json'), linksSchema, clock),
    confirmLink: host.confirmLink,
    emit: host.emit,
    report,
  });
  logger.info(`Latchkey ${host.version} in ${host.name} on ${process.platform}`);
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

function platformName(): Platform {
  const { platform } = process;
  return platform === 'darwin' || platform === 'win32' ? platform : 'linux';
}
