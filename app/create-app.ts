import type { ClientLauncher } from './clients/ports.ts';
import { createClients } from './clients/service.ts';
import { connectionUrl } from './clients/connection-url.ts';
import type { Clock } from './clock.ts';
import { events, type EventName, type Notice, type Page, type Payload, type Snapshot } from './contract.ts';
import { createDispatch, type Dispatch, type Handlers } from './dispatch.ts';
import type { Discovery } from './endpoints/ports.ts';
import { createEndpoints, type SignIns } from './endpoints/service.ts';
import { fail, succeed, type Failure, type Result } from './failure.ts';
import type { Identify, LoadCredentials, ProfileFiles } from './profiles/ports.ts';
import { createProfiles } from './profiles/service.ts';
import type { Settings } from './settings/model.ts';
import type { ChooseCaFile } from './settings/ports.ts';
import { createSettings } from './settings/service.ts';
import type { StateFile } from './state-file.ts';
import type { Clipboard, SignToken } from './tokens/ports.ts';
import { createTokens } from './tokens/service.ts';
import { placesOf } from './endpoints/places.ts';
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
  readonly chooseCaFile: ChooseCaFile;
  readonly openPage: (page: Page) => Promise<void>;
  readonly settingsFile: StateFile<Settings>;
  readonly signInsFile: StateFile<SignIns>;
  readonly emit: <E extends EventName>(name: E, payload: Payload<E>) => void;
  /** Told of defects; they reach the interface only as `internal`. */
  readonly report: (where: string, cause: unknown) => void;
}

/** Latchkey, without a window. */
export interface App {
  readonly dispatch: Dispatch;
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
    onChanged(now, before) {
      emit('settings:changed', now);
      if (now.regions.join() !== before.regions.join()) background(endpoints.scanAll());
    },
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
    clock,
    onScan: (scan) => emit('endpoints:scanned', scan),
    onRemoved: ({ profile, region }) => emit('endpoints:removed', { profile, region }),
    onRemembered: (endpointId, signIn) => emit('endpoints:remembered', { endpointId, signIn }),
    onRefused: (profile) => background(profiles.refresh(profile)),
  });

  const tokens = createTokens({
    findEndpoint(endpointId) {
      const found = endpoints.find(endpointId);
      if (!found.ok) return found;
      const { profile, region, address } = found.value;
      return succeed({ profile, request: { ...address, region } });
    },
    credentials: profiles.credentials,
    sign: ports.sign,
    clipboard: ports.clipboard,
    clock,
    settings: settings.current,
    onLeases: (leases) => emit('tokens:leases', leases),
  });

  const clients = createClients({
    familyOf(endpointId) {
      const found = endpoints.find(endpointId);
      return found.ok ? succeed(found.value.family) : found;
    },
    async sign(endpointId, dbUser, client) {
      const target = targetOf(endpointId, dbUser);
      if (!target.ok) return target;
      const signed = await tokens.sign(endpointId, dbUser, client);
      return signed.ok ? succeed({ target: target.value, ...signed.value }) : signed;
    },
    launcher: ports.launcher,
    currentSettings: settings.current,
  });

  function targetOf(endpointId: string, dbUser: string) {
    const found = endpoints.find(endpointId);
    if (!found.ok) return found;
    const { name, family, address } = found.value;
    return succeed({ name, family, ...address, dbUser });
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
    noteFailure('sign-ins-file', await endpoints.load());
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
        settings: settings.current(),
        programs,
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
      const target = targetOf(request.endpointId, request.dbUser);
      if (!target.ok) return target;
      const full = { ...target.value, database: request.database };
      if (request.what === 'url') return copy(connectionUrl(full));
      const command = await clients.commandFor(full);
      return command.ok ? copy(command.value) : command;
    },
    'tokens:copy': ({ endpointId, dbUser }) => tokens.copy(endpointId, dbUser),
    'clients:open': async (request) => {
      const opened = await clients.open(request);
      if (opened.ok) tokens.record(opened.value.lease);
      return opened;
    },
    'clients:refresh': async () => {
      await findPrograms();
      return succeed({});
    },
    'settings:change': (change) => settings.change(change),
    'settings:choose-ca': () => settings.chooseCa(),
    'settings:forget-ca': () => settings.change({ caFile: null }),
  };

  return {
    dispatch: createDispatch(ports.trustedOrigin, handlers, ports.report),
    start() {
      starting ??= start();
      return starting;
    },
    async stop() {
      profiles.stop();
      await tokens.stop();
    },
    emit,
  };
}
