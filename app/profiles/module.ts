import type { Clock } from '../common/clock.ts';
import type { EmitOf, HandlersOf, SnapshotOf } from '../common/contract.ts';
import { createNews } from '../common/news.ts';
import { fail, succeed } from '../common/result.ts';
import type { MfaApi } from '../mfa/module.ts';
import type { CopyText } from '../tokens/copy-text.ts';
import { shellWords } from './config-files/shell-words.ts';
import type { profilesContract } from './contract.ts';
import type { SsoSession } from './model.ts';
import type { Environment } from './plan/environment.ts';
import { createFileChanges } from './file-changes.ts';
import type {
  ConfigFileWriter,
  Identify,
  LoadCredentials,
  PrintProfiles,
  ProfileFiles,
  WatchLogins,
} from './ports.ts';
import { createProfiles } from './service.ts';
import { assumedProfiles, configuredSessions, ssoProfiles } from './sso-profiles.ts';

/** What the profiles module needs from outside. */
export interface ProfilesModulePorts {
  readonly files: ProfileFiles;
  readonly writer: ConfigFileWriter;
  readonly load: LoadCredentials;
  readonly identify: Identify;
  readonly watchLogins: WatchLogins;
  readonly print: PrintProfiles;
  /** Runs a check now or, where many run already, soon. */
  readonly limit: <T>(task: () => Promise<T>) => Promise<T>;
  /** Its `AWS_…` variables go before AWS's files: `AWS_REGION` is the region of profiles that name none. */
  readonly env: Environment;
}

/** What the profiles module takes from others. */
interface Needs {
  readonly clock: Clock;
  /** A new UUID. */
  readonly newId: () => string;
  readonly copyText: CopyText;
  readonly mfa: MfaApi;
}

/** What other modules can ask of the AWS profiles. */
export type ProfilesApi = ReturnType<typeof createProfilesModule>['api'];

/** Makes the profiles module. */
export function createProfilesModule(
  ports: ProfilesModulePorts,
  { clock, newId, copyText, mfa }: Needs,
  emit: EmitOf<typeof profilesContract>,
) {
  /** Something about a profile's state is different, or a person has asked for a look. */
  const changed = createNews<null>();
  /** A profile that could not be used now can. */
  const usable = createNews<string>();
  /** AWS's files were read: at the start, and again after they had changed. */
  const reloaded = createNews<null>();
  /** AWS accepts the keys with this access key ID no more. */
  const keysRefused = createNews<string>();
  /** A profile's credentials end within five minutes, `endsAt` in milliseconds since the epoch. */
  const ending = createNews<{ readonly profile: string; readonly endsAt: number }>();
  const sessionsRead = createNews<readonly SsoSession[]>();
  const profiles = createProfiles({
    ...ports,
    mfa,
    clock,
    onChanged(list) {
      emit('changed', list);
      changed.tell(null);
    },
    onUsable: usable.tell,
    onKeysRefused: keysRefused.tell,
    onEnding: (profile, endsAt) => ending.tell({ profile, endsAt }),
    onReloaded: () => reloaded.tell(null),
    onSessions: sessionsRead.tell,
  });
  const fileChanges = createFileChanges(ports.writer, newId, profiles.filesWritten);
  const handlers: HandlersOf<typeof profilesContract> = {
    async refresh({ profile }) {
      const refreshed = await profiles.refresh(profile);
      changed.tell(null);
      return refreshed;
    },
    async confirmAddresses({ profile, addresses }) {
      const confirmed = await profiles.confirm(profile, addresses);
      changed.tell(null);
      return confirmed;
    },
    copyCommand: async ({ profile }) => {
      const command = profiles.command(profile);
      return command === null
        ? fail('profile-not-found', `Profile ${profile} needs no command.`)
        : copyText(command);
    },
    async askForMfaCode({ profile }) {
      const got = await profiles.credentials(profile, { words: null, waitMs: 0 });
      if (!got.ok && got.error.code !== 'mfa-needed') return got;
      // where nothing was asked, its state did not know that it can be used
      if (got.ok) profiles.recheckMfa();
      return succeed({});
    },
  };
  const snapshot: SnapshotOf<typeof profilesContract> = () => ({ profiles: profiles.list() });
  return {
    api: {
      list: profiles.list,
      credentials: profiles.credentials,
      refresh: profiles.refresh,
      recheck: profiles.recheck,
      /** The words of the command that an unusable profile says to run, or null. */
      commandWords: (name: string): readonly string[] | null => shellWords(profiles.command(name) ?? ''),
      print: ports.print,
      fileChanges,
      /** The profiles that are a role in IAM Identity Center. */
      ssoProfiles: async () => ssoProfiles((await ports.files.read()).config, ports.env),
      /** The profiles that are a role which one of these assumes. */
      assumedProfiles: async () => assumedProfiles((await ports.files.read()).config, ports.env),
      /** The SSO sessions that say where to sign in. */
      ssoSessions: async () => configuredSessions((await ports.files.read()).config),
    },
    news: { changed, usable, reloaded, keysRefused, ending, sessionsRead },
    handlers,
    snapshot,
    reactions: {
      /** Each profile of the device that was asked can be used now. */
      mfaStarted: profiles.recheckMfa,
      /** Keys that AWS refused are asked about anew. */
      credentialsRefused: async (profile: string): Promise<void> => void (await profiles.refresh(profile)),
    },
    async start(): Promise<void> {
      void ports.writer.sweep();
      await profiles.start();
      reloaded.tell(null);
    },
    stop: profiles.stop,
  };
}
