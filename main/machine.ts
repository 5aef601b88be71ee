import type { Clock } from '../app/common/clock.ts';
import type { News } from '../app/common/news.ts';
import type { StateFile } from '../app/common/state-file.ts';
import type { AppPorts } from '../app/create-app.ts';
import type { ConnectionsModulePorts } from '../app/connections/module.ts';
import type { ClientsModulePorts } from '../app/clients/module.ts';
import type { LinksModulePorts } from '../app/links/module.ts';
import type { SettingsModulePorts } from '../app/settings/module.ts';
import type { TokensModulePorts } from '../app/tokens/module.ts';
import type { ProfileFiles } from '../app/profiles/ports.ts';
import type { Logs } from '../app/diagnostics/ports.ts';
import type { UpdatesModulePorts } from '../app/updates/module.ts';
import type * as Aws from './aws.ts';
import type { OpenFile } from './diagnostics/log-file.ts';
import type { StateFileSchema } from './files/json-file.ts';
import type { SecretBox } from './gateway/local-passwords.ts';
import type { StartChild } from './gateway/relay-process.ts';

/** What a host adds to plain Node: its window, and its ways to the desktop. */
export interface Host {
  readonly name: 'electron' | 'chromium';
  readonly version: string;
  /** The application's own folder. */
  readonly dataFolder: string;
  readonly trustedOrigin: string;
  readonly clock: Clock;
  readonly clipboard: TokensModulePorts['clipboard'];
  readonly openUrl: (url: string) => Promise<void>;
  /** Brings the window to the front, and opens it where there is none. */
  readonly showWindow: () => void;
  readonly openFile: OpenFile;
  /** Whether the log begins as a debug log. */
  readonly isDebug: boolean;
  readonly chooseCaFile: SettingsModulePorts['chooseCaFile'];
  /** Asks the system which proxies a URL is reached through, as a proxy auto-config script answers; null where it cannot be asked. */
  readonly resolveProxy: ((url: string) => Promise<string>) | null;
  readonly chooseProgram: ClientsModulePorts['chooseProgram'];
  readonly applyShortcut: SettingsModulePorts['applyShortcut'];
  /** Handed where to report what goes wrong. */
  readonly updater: (report: AppPorts['report']) => UpdatesModulePorts['updater'];
  /** `settings.json`, which a host may need before anything else. */
  readonly settingsFile: SettingsModulePorts['file'];
  readonly sharedFiles: ConnectionsModulePorts['sharedFiles'];
  readonly emit: AppPorts['emit'];
  /** The system's key store. */
  readonly secretBox: SecretBox;
  /** Starts the relay's process from the built file. */
  readonly startRelay: StartChild;
  /** How Latchkey is started again, without a window, by a terminal's command: program first; null where it cannot be. */
  readonly startCommand: readonly [string, ...string[]] | null;
  readonly confirmLink: LinksModulePorts['confirm'];
  /** Resolves when the window has what it shows first, or at once where there is no window to wait for. */
  readonly firstPicture: Promise<void>;
}

/** The machine that Latchkey runs on, as the modules' adapters take it. */
export interface Machine {
  readonly host: Host;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: 'darwin' | 'win32' | 'linux';
  readonly home: string;
  readonly clock: Clock;
  /** Where the private folders of starting clients are. */
  readonly runFolder: string;
  /** The login shell's PATH. */
  readonly path: Promise<string>;
  /** AWS's shared config files. */
  readonly profileFiles: ProfileFiles;
  /** What stands on the AWS SDK, loaded when it is first needed. */
  readonly aws: () => Promise<typeof Aws>;
  /** One of the application's own files, by its name in the data folder. */
  readonly stateFile: <T>(name: string, schema: StateFileSchema<T>) => StateFile<T>;
  /** How far AWS's clock is ahead, in milliseconds, by each answer of AWS's that was measured. */
  readonly clockMeasured: News<number>;
  readonly logger: Logs;
  readonly report: (where: string, cause: unknown) => void;
}
