import type { ClientLauncher, ResolveHost } from './clients/ports.ts';
import { createClients } from './clients/service.ts';
import type { Clock } from './clock.ts';
import type { Connection } from './connections/model.ts';
import type { SharedFiles } from './connections/ports.ts';
import { createConnections } from './connections/service.ts';
import {
  events,
  type Channel,
  type EventName,
  type Input,
  type Notice,
  type Output,
  type Page,
  type Payload,
  type Reply,
  type Snapshot,
} from './contract.ts';
import { createDispatch, type Dispatch, type Handlers } from './dispatch.ts';
import type { Scan } from './endpoints/model.ts';
import type { Discovery } from './endpoints/ports.ts';
import { createEndpoints, type SignIns } from './endpoints/service.ts';
import { fail, succeed, type Failure, type Result } from './failure.ts';
import type { Identify, LoadCredentials, ProfileFiles } from './profiles/ports.ts';
import { createProfiles } from './profiles/service.ts';
import type { Settings } from './settings/model.ts';
import type { ApplyShortcut, ChooseCaFile } from './settings/ports.ts';
import { createSettings } from './settings/service.ts';
import type { StateFile } from './state-file.ts';
import type { Clipboard, SignToken } from './tokens/ports.ts';
import { createTokens } from './tokens/service.ts';
import { placesOf } from './endpoints/places.ts';
import { targetOf, type Named } from './targets.ts';
import type { Updater } from './updates/ports.ts';
import { createUpdates } from './updates/service.ts';
import type { Programs } from './clients/model.ts';

/** Everything that Latchkey needs from the machine that it runs on. */
export interface AppPorts {
  readonly about: Pick<Snapshot, 'host' | 'platform' | 'version'>;
  /** The only origin whose requests are answered. */
  readonly trustedOrigin: string;
  readonly clock: Clock;
  readonly profileFiles: ProfileFiles;
  readonly loadCredentials: LoadCredentials;
  readonly identify: Identify;
  /** `AWS_REGION`: the region of profiles that name none. */
  readonly defaultRegion: string | null;
  readonly discovery: Discovery;
  readonly limit: <T>(task: () => Promise<T>) => Promise<T>;
  readonly sign: SignToken;
  readonly clipboard: Clipboard;
  readonly launcher: ClientLauncher;
  readonly resolveHost: ResolveHost;
  readonly sharedFiles: SharedFiles;
  /** A new UUID. */
  readonly newId: () => string;
  readonly chooseCaFile: ChooseCaFile;
  /** Null on a host that cannot take keys from other programs. */
  readonly applyShortcut: ApplyShortcut | null;
  /** Null where this copy has no place to get updates from. */
  readonly updater: Updater | null;
  readonly openPage: (page: Page) => Promise<void>;
  readonly settingsFile: StateFile<Settings>;
  readonly signInsFile: StateFile<SignIns>;
  readonly endpointCacheFile: StateFile<Scan[]>;
  readonly connectionsFile: StateFile<Connection[]>;
  readonly emit: <E extends EventName>(name: E, payload: Payload<E>) => void;
  /** Told of defects; they reach the interface only as `internal`. */
  readonly report: (where: string, cause: unknown) => void;
}

/** Latchkey, without a window. */
export interface App {
  readonly dispatch: Dispatch;
  /** Makes a request for the host itself, such as its tray. The host is typed and trusted, so no guard is passed. */
  ask<C extends Channel>(channel: C, input: Input<C>): Promise<Reply<Output<C>>>;
  /** Begins to read profiles and to look for databases and programs; resolves when a snapshot is worth asking for. */
  start(): Promise<void>;
  /** Clears what must not outlive the application. */
  stop(): Promise<void>;
  /** Sends an event of the host's own, such as a choice in its menu. */
  emit<E extends EventName>(name: E, payload: Payload<E>): void;
}

/** Puts the rooms together: ports in, requests and events out. */
export function createApp(ports: AppPorts): App {
  const { clock } = ports;
  let notices: Notice[] = [];
  let programs: Programs = { clients: [], terminals: [] };
  let starting: Promise<void> | null = null;

  function emit<E extends EventName>(name: E, payload: Payload<E>): void {
    const checked = events[name].safeParse(payload);
    if (checked.success) ports.emit(name, payload);
    else ports.report(`event ${name}`, checked.error);
  }

  const settings = createSettings({
    file: ports.settingsFile,
    chooseCaFile: ports.chooseCaFile,
    applyShortcut: ports.applyShortcut,
    onChanged(now, before) {
      emit('settings:changed', now);
      if (now.updateChannel !== before.updateChannel) updates.channelChanged();
      if (now.regions.join() !== before.regions.join()) background(endpoints.scanAll());
    },
  });

  const updates = createUpdates({
    updater: ports.updater,
    channel: () => settings.current().updateChannel,
    onChanged: (state) => emit('updates:changed', state),
  });

  const profiles = createProfiles({
    files: ports.profileFiles,
    load: ports.loadCredentials,
    identify: ports.identify,
    clock,
    defaultRegion: ports.defaultRegion,
    onChanged: (list) => emit('profiles:changed', list),
    onUsable: (profile) => background(endpoints.scanProfile(profile)),
    onReloaded: () => background(endpoints.scanAll()),
  });

  const endpoints = createEndpoints({
    discovery: ports.discovery,
    credentials: profiles.credentials,
    places: () => placesOf(profiles.list().profiles, settings.current().regions),
    limit: ports.limit,
    signIns: ports.signInsFile,
    cache: ports.endpointCacheFile,
    clock,
    onScan: (scan) => emit('endpoints:scanned', scan),
    onRemoved: ({ profile, region }) => emit('endpoints:removed', { profile, region }),
    onRemembered: (endpointId, signIn) => emit('endpoints:remembered', { endpointId, signIn }),
    onRefused: (profile) => background(profiles.refresh(profile)),
  });

  const connections = createConnections({
    file: ports.connectionsFile,
    clock,
    newId: ports.newId,
    chooseCaFile: ports.chooseCaFile,
    sharedFiles: ports.sharedFiles,
    onChanged: (list) => emit('connections:changed', list),
  });

  const tokens = createTokens({
    credentials: profiles.credentials,
    sign: ports.sign,
    clipboard: ports.clipboard,
    clock,
    settings: settings.current,
    onLeases: (leases) => emit('tokens:leases', leases),
  });

  const clients = createClients({
    launcher: ports.launcher,
    resolve: ports.resolveHost,
    currentSettings: settings.current,
  });

  const find = (named: Named) => targetOf(named, { endpoint: endpoints.find, connection: connections.find });

  /** A connection that was used moves up; that it could not be written down is no reason to say more. */
  function noteUse(named: Named): void {
    if ('connectionId' in named) background(connections.used(named.connectionId));
  }

  async function copyOf(
    named: Named,
    what: 'host' | 'command' | 'url',
  ): Promise<Result<Record<string, never>>> {
    const target = find(named);
    if (!target.ok) return target;
    const { open } = target.value;
    if (what === 'host') return copy(open.host);
    const made = await (what === 'url' ? clients.urlFor(open) : clients.commandFor(open));
    return made.ok ? copy(made.value) : made;
  }

  async function copy(text: string): Promise<Result<Record<string, never>>> {
    try {
      await ports.clipboard.writeText(text);
      return succeed({});
    } catch (cause) {
      ports.report('clipboard', cause);
      return fail('clipboard-failed', 'The clipboard could not be written.', {
        hint: 'Another program may hold it. Try again.',
      });
    }
  }

  async function findPrograms(): Promise<void> {
    programs = await clients.find();
    emit('clients:changed', programs);
  }

  function noteFailure(id: string, error: Failure | null): void {
    if (error === null) return;
    notices = [...notices, { id, error }];
    emit('app:notices', notices);
  }

  async function start(): Promise<void> {
    noteFailure('settings-file', await settings.load());
    noteFailure('global-shortcut', settings.takeShortcut());
    noteFailure('sign-ins-file', await endpoints.load());
    noteFailure('connections-file', await connections.load());
    await profiles.start();
    background(endpoints.scanAll());
    background(findPrograms());
  }

  /** Work whose progress is told by events; a rejection of it is a defect. */
  function background(work: Promise<unknown>): void {
    work.catch((cause: unknown) => ports.report('background work', cause));
  }

  const handlers: Handlers = {
    'app:snapshot': async () => {
      // a window may be quicker than the files that its first picture needs
      await starting;
      return succeed({
        ...ports.about,
        profiles: profiles.list(),
        scans: endpoints.scans(),
        signIns: endpoints.signIns(),
        leases: tokens.leases(),
        connections: connections.list(),
        settings: settings.current(),
        programs,
        update: updates.current(),
        notices,
      });
    },
    'app:open-page': async ({ page }) => {
      await ports.openPage(page);
      return succeed({});
    },
    'app:dismiss-notice': async ({ id }) => {
      notices = notices.filter((notice) => notice.id !== id);
      emit('app:notices', notices);
      return succeed({});
    },
    'profiles:refresh': ({ profile }) => profiles.refresh(profile),
    'profiles:copy-command': async ({ profile }) => {
      const command = profiles.command(profile);
      return command === null
        ? fail('profile-not-found', `Profile ${profile} needs no command.`)
        : copy(command);
    },
    'endpoints:refresh': async ({ only }) => {
      await (only === null ? endpoints.scanAll() : endpoints.scanOne(only));
      return succeed({});
    },
    'endpoints:remember': ({ endpointId, signIn }) => endpoints.remember(endpointId, signIn),
    'endpoints:copy': async (request) => {
      if (request.what === 'host') {
        const host = endpoints.host(request.endpointId);
        return host.ok ? copy(host.value) : host;
      }
      return copyOf(request, request.what);
    },
    'connections:save': ({ id, draft }) => connections.save(id, draft),
    'connections:duplicate': ({ connectionId }) => connections.duplicate(connectionId),
    'connections:remove': ({ connectionId }) => connections.remove(connectionId),
    'connections:restore': ({ connectionId }) => connections.restore(connectionId),
    'connections:pin': ({ connectionId, pinned }) => connections.pin(connectionId, pinned),
    'connections:move': ({ connectionId, before }) => connections.move(connectionId, before),
    'connections:copy': ({ connectionId, what }) => copyOf({ connectionId }, what),
    'connections:choose-ca': () => connections.chooseCa(),
    'connections:export': ({ ids }) => connections.exportFile(ids),
    'connections:import': () => connections.importFile(),
    'connections:accept-import': ({ importId, leaveOut }) => connections.acceptImport(importId, leaveOut),
    'tokens:copy': async (named) => {
      const target = find(named);
      if (!target.ok) return target;
      const lease = await tokens.copy(target.value.token);
      if (lease.ok) noteUse(named);
      return lease;
    },
    'clients:open': async (request) => {
      const target = find(request);
      if (!target.ok) return target;
      const { token, open } = target.value;
      const opened = await clients.open(open, request.client, () => tokens.sign(token, request.client));
      if (opened.ok) {
        tokens.record(opened.value.lease);
        noteUse(request);
      }
      return opened;
    },
    'clients:refresh': async () => {
      await findPrograms();
      return succeed({});
    },
    'settings:change': (change) => settings.change(change),
    'settings:choose-ca': () => settings.chooseCa(),
    'settings:forget-ca': () => settings.change({ caFile: null }),
    'updates:check': () => updates.check(),
    'updates:download': () => updates.download(),
    'updates:install': async () => updates.install(),
  };

  const dispatch = createDispatch(ports.trustedOrigin, handlers, ports.report);

  return {
    dispatch,
    ask: (channel, input) => handlers[channel](input),
    start() {
      starting ??= start();
      return starting;
    },
    async stop() {
      profiles.stop();
      // what must not outlive the application goes first
      await tokens.stop();
      await endpoints.stop();
    },
    emit,
  };
}
