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
import { listPolicy } from './list-policy.ts';
import type { Scan } from './model.ts';
import type { Discovery } from './ports.ts';
import { scanScopesOf } from './scan-scopes.ts';
import { createEndpoints, type SignIns } from './service.ts';

/** What the endpoints module needs from outside. */
export interface EndpointsModulePorts {
  readonly discovery: Discovery;
  /** Runs a task now or, where many run already, soon. */
  readonly limit: <T>(task: () => Promise<T>) => Promise<T>;
  readonly signInsFile: StateFile<SignIns>;
  readonly cacheFile: StateFile<Scan[]>;
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
    limit: ports.limit,
    signIns: ports.signInsFile,
    cache: ports.cacheFile,
    clock,
    // nobody is asked for the sake of a list
    credentials: (profile) => profiles.credentials(profile),
    scopes: () => scanScopesOf(profiles.list().profiles, settings.current().regions),
    onScan(scan) {
      emit('scanned', scan);
      scanned.tell(scan);
    },
    onRemoved: ({ profile, region }) => emit('removed', { profile, region }),
    onRemembered: (endpointId, signIn) => emit('remembered', { endpointId, signIn }),
    onRefused: refused.tell,
  });
  const handlers: HandlersOf<typeof endpointsContract> = {
    refresh: async ({ only }) => {
      await (only === null ? endpoints.scanAll() : endpoints.scanOne(only));
      return succeed({});
    },
    remember: ({ endpointId, signIn }) => endpoints.remember(endpointId, signIn),
    copyPolicy: ({ calls }) => copyText(listPolicy(calls)),
    copyHost: async ({ endpointId }) => {
      const host = endpoints.host(endpointId);
      return host.ok ? copyText(host.value) : host;
    },
  };
  const snapshot: SnapshotOf<typeof endpointsContract> = () => ({
    scans: endpoints.scans(),
    signIns: endpoints.signIns(),
  });
  return {
    api: {
      find: endpoints.find,
      get: endpoints.get,
      scans: endpoints.scans,
      signIns: endpoints.signIns,
      renameProfile: endpoints.renameProfile,
    },
    news: { scanned, refused },
    handlers,
    snapshot,
    reactions: {
      profilesReloaded: endpoints.scanAll,
      profileUsable: endpoints.scanProfile,
      async settingsChanged({ now, before }: SettingsChange): Promise<void> {
        if (now.regions.join() !== before.regions.join()) await endpoints.scanAll();
      },
    },
    start: async (): Promise<void> => note('sign-ins-file', await endpoints.load()),
    stop: endpoints.stop,
  };
}
