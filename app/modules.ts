import { createClientsModule, type ClientsModulePorts } from './clients/module.ts';
import { createCommandModule, type CommandModulePorts } from './command/module.ts';
import type { Clock } from './common/clock.ts';
import { subscribe, type News, type Reaction } from './common/news.ts';
import { createConnectModule, type ConnectPorts } from './connect/module.ts';
import { createConnectionsModule, type ConnectionsModulePorts } from './connections/module.ts';
import { createDiagnosticsModule, type DiagnosticsModulePorts } from './diagnostics/module.ts';
import { createDoctorModule, type DoctorModulePorts } from './doctor/module.ts';
import type { EmitAs } from './emit.ts';
import { createEndpointsModule, type EndpointsModulePorts } from './endpoints/module.ts';
import { createGatewayModule, type GatewayModulePorts } from './gateway/module.ts';
import { createLinksModule, type LinksModulePorts } from './links/module.ts';
import { createProfileSetupModule } from './profile-setup/module.ts';
import { createMfaModule, type MfaModulePorts } from './mfa/module.ts';
import { createProfilesModule, type ProfilesModulePorts } from './profiles/module.ts';
import { createProxiesModule, type ProxiesModulePorts } from './proxies/module.ts';
import { createSettingsModule, type SettingsModulePorts } from './settings/module.ts';
import { createSignInModule, type SignInModulePorts } from './sign-in/module.ts';
import { createCopyText } from './tokens/copy-text.ts';
import { createTokensModule, type TokensModulePorts } from './tokens/module.ts';
import { createTunnelsModule, type TunnelsModulePorts } from './tunnels/module.ts';
import { createUpdatesModule, type UpdatesModulePorts } from './updates/module.ts';
import { createWindow, type WindowPorts } from './window/module.ts';

/** What each module needs from outside. */
export interface ModulePorts {
  readonly window: WindowPorts;
  readonly settings: SettingsModulePorts;
  readonly proxies: ProxiesModulePorts;
  readonly updates: UpdatesModulePorts;
  readonly mfa: MfaModulePorts;
  readonly profiles: ProfilesModulePorts;
  readonly signIn: SignInModulePorts;
  readonly endpoints: EndpointsModulePorts;
  readonly connections: ConnectionsModulePorts;
  readonly tokens: TokensModulePorts;
  readonly tunnels: TunnelsModulePorts;
  readonly gateway: GatewayModulePorts;
  readonly doctor: DoctorModulePorts;
  readonly clients: ClientsModulePorts;
  readonly command: CommandModulePorts;
  readonly connect: ConnectPorts;
  readonly links: LinksModulePorts;
  readonly diagnostics: DiagnosticsModulePorts;
}

/** What all modules may take. */
export interface Surroundings {
  readonly clock: Clock;
  /** A new UUID. */
  readonly newId: () => string;
  readonly emitAs: EmitAs;
  /** Told of defects; they reach the interface only as `internal`. */
  readonly report: (where: string, cause: unknown) => void;
}

/**
 * The list of modules: each is constructed from its ports and from the modules above it, and what follows from what is
 * subscribed when all are there. A new module adds its lines.
 */
export function createModules(ports: ModulePorts, { clock, newId, emitAs, report }: Surroundings) {
  /** Work whose progress is told by events; a rejection of it is a defect. */
  function background(work: Promise<unknown>): void {
    work.catch((cause: unknown) => report('background work', cause));
  }

  const copyText = createCopyText(ports.tokens.clipboard);
  const window = createWindow(ports.window, emitAs('window'));
  const { note, platform, version } = window.api;
  const around = { clock, newId, note, background, copyText };

  const settings = createSettingsModule(ports.settings, around, emitAs('settings'));
  const shared = { ...around, settings: settings.api };
  const proxies = createProxiesModule(ports.proxies, around, emitAs('proxies'));
  const updates = createUpdatesModule(ports.updates, shared, emitAs('updates'));
  const mfa = createMfaModule(ports.mfa, around, emitAs('mfa'));
  const asking = { ...shared, mfa: mfa.api };
  const profiles = createProfilesModule(ports.profiles, asking, emitAs('profiles'));
  const found = { ...asking, profiles: profiles.api };
  const signIn = createSignInModule(ports.signIn, { ...found, report }, emitAs('signIn'));
  const endpoints = createEndpointsModule(
    ports.endpoints,
    { ...found, signIn: signIn.api },
    emitAs('endpoints'),
  );
  const connections = createConnectionsModule(ports.connections, found, emitAs('connections'));
  const profileSetup = createProfileSetupModule({
    ...found,
    signIn: signIn.api,
    connections: connections.api,
    endpoints: endpoints.api,
    readClipboard: () => ports.tokens.clipboard.readText(),
  });
  const tokens = createTokensModule(ports.tokens, { ...found, signIn: signIn.api }, emitAs('tokens'));
  const signing = { ...asking, connections: connections.api, tokens: tokens.api };
  const tunnels = createTunnelsModule(ports.tunnels, { ...found, proxies: proxies.api }, emitAs('tunnels'));
  const doctor = createDoctorModule(
    ports.doctor,
    { ...found, connections: connections.api, endpoints: endpoints.api, tunnels: tunnels.api },
    emitAs('doctor'),
  );
  const gateway = createGatewayModule(
    ports.gateway,
    { ...signing, doctor: doctor.api, endpoints: endpoints.api, tunnels: tunnels.api },
    emitAs('gateway'),
  );
  const clients = createClientsModule(ports.clients, shared, emitAs('clients'));
  const command = createCommandModule(ports.command, shared, emitAs('command'));
  const connect = createConnectModule(
    ports.connect,
    {
      ...signing,
      profiles: profiles.api,
      platform,
      version,
      clients: clients.api,
      command: command.api,
      endpoints: endpoints.api,
      gateway: gateway.api,
      doctor: doctor.api,
    },
    emitAs('connect'),
  );
  const links = createLinksModule(ports.links, {
    ...shared,
    connections: connections.api,
    open: connect.api.openForLink,
  });

  const diagnostics = createDiagnosticsModule(ports.diagnostics, found, emitAs('diagnostics'));

  const react = <T>(news: News<T>, ...reactions: readonly Reaction<T>[]): void =>
    subscribe(news, reactions, background);
  react(
    settings.news.changed,
    updates.reactions.settingsChanged,
    gateway.reactions.settingsChanged,
    endpoints.reactions.settingsChanged,
  );
  react(profiles.news.sessionsRead, signIn.reactions.sessionsRead);
  react(
    profiles.news.changed,
    gateway.reactions.profilesChanged,
    signIn.reactions.profilesChanged,
    diagnostics.reactions.profilesChanged,
  );
  react(mfa.news.started, gateway.reactions.mfaAnswered, profiles.reactions.mfaStarted);
  react(mfa.news.cancelled, gateway.reactions.mfaAnswered);
  react(tunnels.news.settled, gateway.reactions.sshSettled);
  react(tunnels.news.said, gateway.reactions.tunnelSaid);
  react(profiles.news.ending, connect.reactions.identityEnding);
  react(profiles.news.keysRefused, tokens.reactions.keysRefused, mfa.reactions.keysRefused);
  react(profiles.news.usable, endpoints.reactions.profileUsable);
  react(profiles.news.reloaded, endpoints.reactions.profilesReloaded);
  react(tokens.news.noCredentials, signIn.reactions.noCredentials);
  react(endpoints.news.scanned, diagnostics.reactions.scanned, connections.reactions.scanned);
  react(endpoints.news.refused, profiles.reactions.credentialsRefused);
  react(connections.news.changed, gateway.reactions.connectionsChanged, connect.reactions.connectionsChanged);
  react(gateway.news.changed, diagnostics.reactions.gatewaysChanged);
  react(gateway.news.routesChanged, connect.reactions.routesChanged);
  react(clients.news.changed, connect.reactions.clientsChanged);

  return {
    window,
    settings,
    proxies,
    updates,
    mfa,
    profiles,
    signIn,
    profileSetup,
    endpoints,
    connections,
    tokens,
    doctor,
    tunnels,
    gateway,
    clients,
    command,
    connect,
    links,
    diagnostics,
    /** In order: the modules above those that react to them. */
    async start(): Promise<void> {
      await settings.start();
      await proxies.start();
      await endpoints.start();
      await connections.start();
      await tunnels.start();
      await gateway.start();
      await profiles.start();
      await links.start();
      await clients.start();
      await command.start();
    },
    /** Clears what must not outlive the application; that goes first. */
    async stop(): Promise<void> {
      profiles.stop();
      await mfa.stop();
      signIn.stop();
      connect.stop();
      doctor.stop();
      await Promise.all([tokens.stop(), gateway.stop(), tunnels.stop()]);
      await endpoints.stop();
    },
  };
}
