import type { Clock } from '../common/clock.ts';
import type { EmitOf, HandlersOf, SnapshotOf } from '../common/contract.ts';
import { createNews } from '../common/news.ts';
import { succeed } from '../common/result.ts';
import type { StateFile } from '../common/state-file.ts';
import type { ProfilesApi } from '../profiles/module.ts';
import type { SettingsApi, SettingsChange } from '../settings/module.ts';
import type { CopyText } from '../tokens/copy-text.ts';
import type { Note } from '../window/module.ts';
import type { endpointsContract } from './contract.ts';
import { createEnabledRegions, type AskEnabledRegions } from './enabled-regions.ts';
import { listPolicy } from './list-policy.ts';
import type { Scan } from './model.ts';
import type { Discovery, ScanCache } from './ports.ts';
import { createScopes } from './scopes.ts';
import { createEndpoints } from './service.ts';
import type { SignIns } from './sign-ins.ts';
import { signingRegionOf, type SavedAddress } from './signing-region.ts';
import { createWindowRows } from './window-rows.ts';

/** What the endpoints module needs from outside. */
export interface EndpointsModulePorts {
  readonly discovery: Discovery;
  readonly enabledRegions: AskEnabledRegions;
  readonly signInsFile: StateFile<SignIns>;
  readonly cache: ScanCache;
}

/** What the endpoints module takes from others. */
interface Needs {
  readonly clock: Clock;
  readonly copyText: CopyText;
  readonly note: Note;
  readonly profiles: ProfilesApi;
  readonly settings: SettingsApi;
}

/** What other modules can ask of the databases that were found. */
export type EndpointsApi = ReturnType<typeof createEndpointsModule>['api'];

/** Makes the endpoints module. */
export function createEndpointsModule(
  ports: EndpointsModulePorts,
  { clock, copyText, note, profiles, settings }: Needs,
  emit: EmitOf<typeof endpointsContract>,
) {
  /** What is known of one region, as it becomes known. */
  const scanned = createNews<Scan>();
  /** AWS refused this profile's credentials. */
  const refused = createNews<string>();
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
    onScan(scan) {
      rows.tell(scan);
      scanned.tell(scan);
    },
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
      profilesReloaded: endpoints.profilesChanged,
      profileUsable: scanProfile,
      async settingsChanged({ now, before }: SettingsChange): Promise<void> {
        const isSame = JSON.stringify(scopeSettings(now)) === JSON.stringify(scopeSettings(before));
        if (!isSame) await scanAll();
      },
    },
    start: async (): Promise<void> => note('sign-ins-file', await endpoints.load()),
    stop: endpoints.stop,
  };
}

function scopeSettings({ regions, scanScopes }: SettingsChange['now']): unknown {
  return [regions, scanScopes];
}
