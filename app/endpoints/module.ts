import type { Clock } from '../common/clock.ts';
import type { EmitOf, HandlersOf, SnapshotOf } from '../common/contract.ts';
import { createNews } from '../common/news.ts';
import { succeed } from '../common/result.ts';
import type { StateFile } from '../common/state-file.ts';
import type { Steps } from '../common/steps.ts';
import type { Profile } from '../profiles/model.ts';
import type { ProfilesApi } from '../profiles/module.ts';
import type { SettingsApi, SettingsChange } from '../settings/module.ts';
import type { SignInApi } from '../sign-in/module.ts';
import type { CopyText } from '../tokens/copy-text.ts';
import type { Note } from '../window/module.ts';
import { createAccountNames, type AskAccountAlias, type FoundNames } from './account-names.ts';
import type { endpointsContract } from './contract.ts';
import { createEnabledRegions, type AskEnabledRegions } from './enabled-regions.ts';
import { createLabels } from './labels.ts';
import { listPolicy } from './list-policy.ts';
import type { Scan } from './model.ts';
import type { Discovery, ScanCache } from './ports.ts';
import { askedAt, createScopes } from './scopes.ts';
import { createEndpoints } from './service.ts';
import type { SignIns } from './sign-ins.ts';
import { signingRegionOf, type SavedAddress } from './signing-region.ts';
import { createWindowRows } from './window-rows.ts';

/** What the endpoints module needs from outside. */
export interface EndpointsModulePorts {
  readonly discovery: Discovery;
  readonly enabledRegions: AskEnabledRegions;
  readonly accountAlias: AskAccountAlias;
  readonly accountNamesFile: StateFile<FoundNames>;
  readonly signInsFile: StateFile<SignIns>;
  readonly cache: ScanCache;
  /** Does work step by step, and lets everything else have its turn in between. */
  readonly inSlices: (steps: Steps<void>) => Promise<void>;
}

/** What the endpoints module takes from others. */
interface Needs {
  readonly clock: Clock;
  readonly copyText: CopyText;
  readonly note: Note;
  readonly background: (work: Promise<unknown>) => void;
  readonly profiles: ProfilesApi;
  readonly settings: SettingsApi;
  readonly signIn: Pick<SignInApi, 'accounts' | 'sessionOf'>;
}

/** What other modules can ask of the databases that were found. */
export type EndpointsApi = ReturnType<typeof createEndpointsModule>['api'];

/** Makes the endpoints module. */
export function createEndpointsModule(
  ports: EndpointsModulePorts,
  { clock, copyText, note, background, profiles, settings, signIn }: Needs,
  emit: EmitOf<typeof endpointsContract>,
) {
  const startedAt = clock.now();
  /** What is known of one region, as it becomes known. */
  const scanned = createNews<Scan>();
  /** AWS refused this profile's credentials. */
  const refused = createNews<string>();
  const accountNames = createAccountNames({
    askAlias: ports.accountAlias,
    accounts: signIn.accounts,
    credentials: (profile) => profiles.credentials(profile),
    file: ports.accountNamesFile,
    clock,
    own: () => settings.current().accountNames,
    onChanged: () => background(endpoints.relabel()),
  });
  const endpoints = createEndpoints({
    discovery: ports.discovery,
    signIns: ports.signInsFile,
    cache: ports.cache,
    clock,
    // nobody is asked for the sake of a list
    credentials: (profile) => profiles.credentials(profile),
    accountOf: (profile) =>
      profiles.list().profiles.find(({ name }) => name === profile)?.identity?.account ?? null,
    scopes: () => scopes.all(),
    label: createLabels({
      rules: () => settings.current().environmentRules,
      accountName: accountNames.of,
    }),
    inSlices: ports.inSlices,
    onScan(scan) {
      rows.tell(scan);
      scanned.tell(scan);
    },
    onRelabelled: (scan) => void rows.tell(scan),
    onRemoved: (scope) => rows.remove(scope),
    onProgress: (progress, finished) =>
      emit('progress', { progress, finished: [...finished], leftOut: rows.leftOut() }),
    onRemembered: (endpointId, signIn) => emit('remembered', { endpointId, signIn }),
    onRefused: refused.tell,
  });
  const rows = createWindowRows({
    known: endpoints.known,
    onChange: (change) => emit('scanned', change),
    onRemoved: ({ profile, region }) => emit('removed', { profile, region }),
  });
  const scopes = createScopes({
    profiles: () => profiles.list().profiles,
    settings: settings.current,
    scans: endpoints.scans,
    enabled: createEnabledRegions({
      ask: ports.enabledRegions,
      credentials: (profile) => profiles.credentials(profile),
    }),
  });
  const { scanAll, scanProfile } = scopes.scanning(endpoints);
  const scan = ({ profile, region }: { profile: string; region: string | null }): Promise<void> =>
    region === null ? scanProfile(profile) : endpoints.scanOne({ profile, region });
  /** Finds out what the accounts of profiles that can be used are called. */
  async function learnAccountNames(wanted: readonly Profile[]): Promise<void> {
    const usable = wanted.filter(({ state }) => state.status === 'usable');
    for (const one of usable) {
      const { profile, region } = askedAt(one);
      const account = one.identity?.account ?? null;
      await accountNames.learn({ profile, region, account, session: signIn.sessionOf(profile) });
    }
  }
  const handlers: HandlersOf<typeof endpointsContract> = {
    refresh: async ({ only }) => {
      await (only === null ? scanAll() : scan(only));
      return succeed({});
    },
    cancel: async () => {
      endpoints.cancel();
      return succeed({});
    },
    more: async () => {
      const isMore = rows.more();
      return succeed({ isMore, leftOut: rows.leftOut() });
    },
    remember: ({ endpointId, signIn }) => endpoints.remember(endpointId, signIn),
    copyPolicy: ({ calls }) => copyText(listPolicy(calls)),
    copyHost: async ({ endpointId }) => {
      const host = endpoints.host(endpointId);
      return host.ok ? copyText(host.value) : host;
    },
  };
  const snapshot: SnapshotOf<typeof endpointsContract> = () => ({
    scans: rows.open(),
    progress: endpoints.progress(),
    leftOut: rows.leftOut(),
    signIns: endpoints.signIns(),
    startedAt,
  });
  return {
    api: {
      find: endpoints.find,
      get: endpoints.get,
      /** The region that tokens for what was saved are signed for, as of now. */
      signingRegion: (saved: SavedAddress): string => signingRegionOf(saved, endpoints.get),
      scans: endpoints.scans,
      signIns: endpoints.signIns,
      renameProfile: endpoints.renameProfile,
    },
    news: { scanned, refused },
    handlers,
    snapshot,
    reactions: {
      /** Databases come before the names of their accounts. */
      async profilesReloaded(): Promise<void> {
        await endpoints.profilesChanged();
        await learnAccountNames(profiles.list().profiles);
      },
      async profileUsable(profile: string): Promise<void> {
        await scanProfile(profile);
        await learnAccountNames(profiles.list().profiles.filter(({ name }) => name === profile));
      },
      async settingsChanged({ now, before }: SettingsChange): Promise<void> {
        const isSame = JSON.stringify(scopeSettings(now)) === JSON.stringify(scopeSettings(before));
        const { environmentRules, accountNames: own } = before;
        const areLabelsSame = now.environmentRules === environmentRules && now.accountNames === own;
        if (!areLabelsSame) await endpoints.relabel();
        if (!isSame) await scanAll();
      },
    },
    async start(): Promise<void> {
      await accountNames.load();
      note('sign-ins-file', await endpoints.load());
    },
    stop: endpoints.stop,
  };
}

function scopeSettings({ regions, scanScopes }: SettingsChange['now']): unknown {
  return [regions, scanScopes];
}
