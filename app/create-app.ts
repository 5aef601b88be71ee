import { dialled } from './clients/connect-address.ts';
import type { ClientLauncher, ResolveHost } from './clients/ports.ts';
import { createOutside } from './outside.ts';
import { watchConnectTimeout } from './clients/connect-timeout.ts';
import { createClients } from './clients/service.ts';
import type { Clock } from './common/clock.ts';
import type { Answer } from './command/model.ts';
import type { CommandLink } from './command/ports.ts';
import type { Connection } from './connections/model.ts';
import type { SharedFiles } from './connections/ports.ts';
import { createConnections } from './connections/service.ts';
import type { CopyFormatsPorts } from './copy-formats/ports.ts';
import { createCopyFormats } from './copy-formats/service.ts';
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
import { createDispatch, type Dispatch } from './dispatch.ts';
import type { Scan } from './endpoints/model.ts';
import type { Discovery } from './endpoints/ports.ts';
import { createEndpoints, type SignIns } from './endpoints/service.ts';
import { fail, succeed, type Failure, type Result } from './common/result.ts';
import type { GatewayChoice } from './gateway/model.ts';
import type { LocalPasswords, PortHolder, PortIsFree, Relay, RelayEvents } from './gateway/ports.ts';
import { createGateway } from './gateway/service.ts';
import { createHandlers } from './handlers.ts';
import type { ConfirmLink } from './links/ports.ts';
import type { Identify, LoadCredentials, ProfileFiles } from './profiles/ports.ts';
import { createProfiles } from './profiles/service.ts';
import type { Settings } from './settings/model.ts';
import type { ApplyShortcut, ChooseCaFile } from './settings/ports.ts';
import { createSettings } from './settings/service.ts';
import type { StateFile } from './common/state-file.ts';
import type { Clipboard, SignToken } from './tokens/ports.ts';
import { createTokens } from './tokens/service.ts';
import { scanScopesOf } from './endpoints/scan-scopes.ts';
import { targetOfConnection } from './connect/target.ts';
import type { Updater } from './updates/ports.ts';
import { createUpdates } from './updates/service.ts';
import type { ClientChoices } from './clients/model.ts';

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
  readonly caFile: CopyFormatsPorts['caFile'];
  readonly sharedFiles: SharedFiles;
  /** A new UUID. */
  readonly newId: () => string;
  readonly chooseCaFile: ChooseCaFile;
  /** Asks for a program; null where the user chose none. */
  readonly chooseProgram: () => Promise<Result<string | null>>;
  /** Null on a host that cannot take keys from other programs. */
  readonly applyShortcut: ApplyShortcut | null;
  /** Null where this copy has no place to get updates from. */
  readonly updater: Updater | null;
  readonly openPage: (page: Page) => Promise<void>;
  readonly settingsFile: StateFile<Settings>;
  readonly signInsFile: StateFile<SignIns>;
  readonly clientChoicesFile: StateFile<ClientChoices>;
  readonly endpointCacheFile: StateFile<Scan[]>;
  readonly connectionsFile: StateFile<Connection[]>;
  readonly gatewaysFile: StateFile<GatewayChoice[]>;
  readonly localPasswords: LocalPasswords;
  readonly relay: (events: RelayEvents) => Relay;
  readonly portIsFree: PortIsFree;
  readonly portHolder: PortHolder;
  /** Null where the command cannot be made a word that a terminal knows. */
  readonly commandLink: CommandLink | null;
  readonly linksFile: StateFile<string[]>;
  readonly confirmLink: ConfirmLink;
  readonly emit: <E extends EventName>(name: E, payload: Payload<E>) => void;
  /** Told of defects; they reach the interface only as `internal`. */
  readonly report: (where: string, cause: unknown) => void;
}

/** Latchkey, without a window. */
export interface App {
  readonly dispatch: Dispatch;
  /** Makes a request for the host itself, such as its tray. The host is typed and trusted, so no guard is passed. */
  ask<C extends Channel>(channel: C, input: Input<C>): Promise<Reply<Output<C>>>;
  /** Answers the command `latchkey`; what it prints may be a token, which is for the asking user's terminal alone. */
  command(words: readonly string[]): Promise<Answer>;
  /** Does what a `latchkey:` link asks for, or tells the window why not; then it returns false. */
  openLink(link: string): Promise<boolean>;
  /** Tells the window of something that went wrong and that no request of its caused. */
  note(id: string, error: Failure | null): void;
  /** Begins to read profiles and to look for databases and programs; resolves when a snapshot is worth asking for. */
  start(): Promise<void>;
  /** Whether clients can sign in through a gateway now. */
  isGatewayOn(): boolean;
  /** How many gateway sessions are known to be open, as of half a second ago: quitting closes them. */
  openSessions(): number;
  /** Clears what must not outlive the application. */
  stop(): Promise<void>;
  /** Sends an event of the host's own, such as a choice in its menu. */
  emit<E extends EventName>(name: E, payload: Payload<E>): void;
}

/** Puts the modules together: ports in, requests and events out. */
export function createApp(ports: AppPorts): App {
  const { clock } = ports;
  let notices: Notice[] = [];
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
      if (now.caFile !== before.caFile) background(gateway.connectionsChanged());
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
    onChanged(list) {
      emit('profiles:changed', list);
      gateway.retry();
    },
    onUsable: (profile) => background(endpoints.scanProfile(profile)),
    onReloaded: () => background(endpoints.scanAll()),
  });

  const endpoints = createEndpoints({
    discovery: ports.discovery,
    credentials: profiles.credentials,
    scopes: () => scanScopesOf(profiles.list().profiles, settings.current().regions),
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
    onChanged(list) {
      emit('connections:changed', list);
      background(gateway.connectionsChanged());
    },
  });

  const tokens = createTokens({
    credentials: profiles.credentials,
    sign: ports.sign,
    clipboard: ports.clipboard,
    clock,
    settings: settings.current,
    onLeases: (leases) => emit('tokens:leases', leases),
  });

  const gateway = createGateway({
    file: ports.gatewaysFile,
    passwords: ports.localPasswords,
    relay: ports.relay,
    portIsFree: ports.portIsFree,
    portHolder: ports.portHolder,
    clock,
    connection: connections.find,
    caFile: () => settings.current().caFile,
    async sign(connection) {
      const signed = await tokens.sign(targetOfConnection(connection).token, 'gateway');
      return signed.ok ? succeed(signed.value.token) : signed;
    },
    onChanged: (list) => emit('gateway:changed', list),
    onNotice: noteFailure,
  });

  const clients = createClients({
    launcher: ports.launcher,
    resolve: ports.resolveHost,
    currentSettings: settings.current,
    choicesFile: ports.clientChoicesFile,
    chooseProgram: ports.chooseProgram,
    newId: ports.newId,
    onChanged: (programs) => emit('clients:changed', programs),
  });

  const copyFormats = createCopyFormats({
    platform: ports.about.platform,
    dialled: (target, by) => dialled(target, ports.resolveHost, by),
    settingsCaFile: () => settings.current().caFile,
    caFile: ports.caFile,
    gatewayPort: gateway.portOf,
    localPassword: gateway.password,
    copyToken: tokens.copy,
    copySecret: tokens.copySecret,
    copyText,
  });

  async function copyText(text: string): Promise<Result<Record<string, never>>> {
    try {
      await ports.clipboard.writeText(text);
      return succeed({});
    } catch {
      // the cause is not passed on: a clipboard program's error may quote what it was given
      return fail('clipboard-failed', 'The clipboard could not be written.', {
        hint: 'Another program may hold it. Try again.',
      });
    }
  }

  function noteFailure(id: string, error: Failure | null): void {
    if (error === null) return;
    notices = [...notices.filter((notice) => notice.id !== id), { id, error }];
    emit('app:notices', notices);
  }

  /** Ends the waiting for clients that were opened, by the connection. */
  const expected = new Map<string, () => void>();

  /** A client with windows says nothing when its window does not open: that it does not connect is what can be seen. */
  function expectClient(id: string, names: { readonly client: string; readonly connection: string }): void {
    const since = clock.now();
    expected.get(id)?.();
    const heard = (): boolean => gateway.hasConnectedSince(id, since);
    const tell = (): void =>
      noteFailure(`silent-client-${id}`, {
        code: 'launch-failed',
        message: `${names.client} was opened for ${names.connection} a minute ago and has not connected.`,
        hint: 'See whether it waits for an answer. “How to connect” has all that it needs.',
      });
    expected.set(id, watchConnectTimeout(clock, heard, tell));
  }

  async function start(): Promise<void> {
    noteFailure('settings-file', await settings.load());
    noteFailure('global-shortcut', settings.takeShortcut());
    noteFailure('sign-ins-file', await endpoints.load());
    noteFailure('connections-file', await connections.load());
    await profiles.start();
    noteFailure('gateways-file', await gateway.load());
    background(endpoints.scanAll());
    noteFailure('links-file', await outside.links.load());
    noteFailure('clients-file', await clients.load());
    background(clients.find(false));
    background(outside.lookForCommand());
  }

  /** Work whose progress is told by events; a rejection of it is a defect. */
  function background(work: Promise<unknown>): void {
    work.catch((cause: unknown) => ports.report('background work', cause));
  }

  const outside = createOutside({
    version: ports.about.version,
    clock,
    connections,
    tokens,
    clients,
    gateway,
    openClient: (named) => handlers['clients:open'](named),
    commandLink: ports.commandLink,
    linksFile: ports.linksFile,
    confirmLink: ports.confirmLink,
    onCommand: (state) => emit('command:changed', state),
    onFailure: noteFailure,
    background,
  });

  const handlers = createHandlers({
    profiles,
    endpoints,
    connections,
    tokens,
    clients,
    copyFormats,
    gateway,
    settings,
    updates,
    about: ports.about,
    started: () => starting,
    command: { link: ports.commandLink, state: outside.commandState, set: outside.setCommand },
    notices: {
      list: () => notices,
      dismiss(id) {
        notices = notices.filter((notice) => notice.id !== id);
        emit('app:notices', notices);
      },
    },
    expectClient,
    saveFile: ports.sharedFiles.save,
    copyText,
    openPage: ports.openPage,
    report: ports.report,
  });

  const dispatch = createDispatch(ports.trustedOrigin, handlers, ports.report);

  return {
    dispatch,
    ask: (channel, input) => handlers[channel](input),
    command: outside.command,
    openLink: outside.links.open,
    note: noteFailure,
    start() {
      starting ??= start();
      return starting;
    },
    isGatewayOn: () => gateway.isOn(),
    openSessions: () => gateway.sessionCount(),
    async stop() {
      profiles.stop();
      expected.forEach((end) => end());
      // what must not outlive the application goes first
      await Promise.all([tokens.stop(), gateway.stopAll()]);
      await endpoints.stop();
    },
    emit,
  };
}
