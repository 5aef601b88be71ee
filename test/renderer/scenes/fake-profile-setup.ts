import { succeed } from '../../../app/common/result.ts';
import { readAwsConfig } from '../../../app/profiles/config-files/read-config.ts';
import { createFileChanges } from '../../../app/profiles/file-changes.ts';
import { configuredSessions, ssoProfiles } from '../../../app/profiles/sso-profiles.ts';
import { createProfileSetupModule } from '../../../app/profile-setup/module.ts';
import { memoryWriter, type MemoryTexts } from '../../app/profiles/memory-writer.ts';
import type { FakeBridge } from '../fake-bridge.ts';

/** What is behind the dialogs of a scene. */
interface Behind {
  readonly texts: MemoryTexts;
  readonly accounts?: ReadonlyArray<{ readonly id: string; readonly name: string; readonly roles: string[] }>;
  readonly clipboard?: string;
}

/** Has a fake answer what is asked of profiles as main does: by main's own module, on files in memory. */
export function answerProfileSetup(fake: FakeBridge, { texts, accounts = [], clipboard = '' }: Behind): void {
  let serial = 0;
  const newId = (): string => {
    serial += 1;
    return `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`;
  };
  const config = () => readAwsConfig({ config: texts.config ?? '', credentials: texts.credentials ?? '' });
  const { handlers } = createProfileSetupModule({
    newId,
    profiles: {
      ssoSessions: async () => configuredSessions(config()),
      ssoProfiles: async () => ssoProfiles(config(), {}),
      fileChanges: createFileChanges(memoryWriter(texts), newId, async () => undefined),
    },
    connections: { renameProfile: async () => succeed(async () => succeed(null)) },
    endpoints: { renameProfile: async () => undefined },
    settings: { renameProfile: async () => undefined },
    signIn: {
      accounts: async () => succeed(accounts),
      roles: async (_target, id) => succeed(accounts.find((one) => one.id === id)?.roles ?? []),
      signIn: async () => succeed(null),
    },
    readClipboard: async () => clipboard,
  });
  fake.answer('profileSetup:sessions', handlers.sessions);
  fake.answer('profileSetup:accounts', handlers.accounts);
  fake.answer('profileSetup:readKeys', handlers.readKeys);
  fake.answer('profileSetup:preview', handlers.preview);
  fake.answer('profileSetup:apply', handlers.apply);
  fake.answer('profileSetup:undo', handlers.undo);
}
