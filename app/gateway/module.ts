import type { Clock } from '../common/clock.ts';
import { targetOfConnection } from '../connect/target.ts';
import type { EmitOf, HandlersOf, SnapshotOf } from '../common/contract.ts';
import type { DoctorApi } from '../doctor/module.ts';
import type { EndpointsApi } from '../endpoints/module.ts';
import { createNews } from '../common/news.ts';
import { succeed } from '../common/result.ts';
import type { StateFile } from '../common/state-file.ts';
import type { ConnectionsApi } from '../connections/module.ts';
import type { MfaApi } from '../mfa/module.ts';
import type { SettingsApi, SettingsChange } from '../settings/module.ts';
import type { TokensApi } from '../tokens/module.ts';
import type { SessionSaid, TunnelsApi } from '../tunnels/module.ts';
import type { Note } from '../window/module.ts';
import type { gatewayContract } from './contract.ts';
import type { Gateway, GatewayChoice } from './model.ts';
import type { LocalPasswords, PortHolder, PortIsFree, Relay, RelayEvents } from './ports.ts';
import { createGateway } from './service.ts';

/** What the gateway module needs from outside. */
export interface GatewayModulePorts {
  readonly file: StateFile<GatewayChoice[]>;
  readonly passwords: LocalPasswords;
  /** The PEM file that clients verify local TLS with. */
  readonly localCaFile: string;
  readonly relay: (events: RelayEvents) => Relay;
  readonly portIsFree: PortIsFree;
  readonly portHolder: PortHolder;
}

/** What the gateway module takes from others. */
interface Needs {
  readonly clock: Clock;
  readonly note: Note;
  readonly mfa: Pick<MfaApi, 'leave'>;
  readonly connections: ConnectionsApi;
  readonly doctor: DoctorApi;
  readonly endpoints: Pick<EndpointsApi, 'signingRegion'>;
  readonly settings: SettingsApi;
  readonly tokens: TokensApi;
  readonly tunnels: TunnelsApi;
}

/** What other modules can ask of the gateways. */
export type GatewayApi = ReturnType<typeof createGatewayModule>['api'];

/** Makes the gateway module. */
export function createGatewayModule(
  ports: GatewayModulePorts,
  { clock, note, mfa, connections, doctor, endpoints, settings, tokens, tunnels }: Needs,
  emit: EmitOf<typeof gatewayContract>,
) {
  const changed = createNews<readonly Gateway[]>();
  /** Which connections' clients go through their gateway is different. */
  const routesChanged = createNews<null>();
  let routes = '';
  const gateway = createGateway({
    ...ports,
    clock,
    connection: connections.find,
    sessions: tunnels,
    connectionsAreKnown: connections.areKnown,
    stopAsking: mfa.leave,
    caFile: () => settings.current().caFile,
    async sign(connection, asker) {
      const target = targetOfConnection(connection, endpoints.signingRegion(connection));
      const signed = await tokens.sign(target.token, 'gateway', asker);
      return signed.ok ? succeed(signed.value.token) : signed;
    },
    async explain(connectionId, words) {
      const found = await doctor.explain(connectionId, { ...words, hint: '' });
      return found === null ? null : `${found.message} ${found.hint ?? ''}`.trim();
    },
    onChanged(list) {
      emit('changed', list);
      changed.tell(list);
      const now = list.map(({ connectionId, start, state }) => [connectionId, start, state]).join();
      if (now === routes) return;
      routes = now;
      routesChanged.tell(null);
    },
    onNotice: note,
  });
  const handlers: HandlersOf<typeof gatewayContract> = {
    start: ({ connectionId }) => gateway.start(connectionId),
    stop: ({ connectionId }) => gateway.stop(connectionId),
    change: ({ connectionId, change }) => gateway.change(connectionId, change),
    password: async ({ connectionId }) => {
      const got = await gateway.password(connectionId);
      return got.ok ? succeed({ password: got.value.reveal() }) : got;
    },
    renewPassword: ({ connectionId }) => gateway.renewPassword(connectionId),
    closeSessions: ({ connectionId, sessions }) => gateway.closeSessions(connectionId, sessions),
    retry: async () => {
      gateway.retry();
      return succeed({});
    },
  };
  const snapshot: SnapshotOf<typeof gatewayContract> = () => ({ gateways: gateway.list() });
  return {
    api: {
      list: gateway.list,
      addressOf: gateway.addressOf,
      password: gateway.password,
      reserve: gateway.reserve,
      endpoint: gateway.endpoint,
      routesThroughGateway: gateway.routesThroughGateway,
      hasConnectedSince: gateway.hasConnectedSince,
      isOn: gateway.isOn,
      sessionCount: gateway.sessionCount,
    },
    news: { changed, routesChanged },
    handlers,
    snapshot,
    reactions: {
      profilesChanged: gateway.retry,
      mfaAnswered: gateway.retry,
      sshSettled: gateway.retry,
      tunnelSaid: ({ session, end, isOver }: SessionSaid): void => gateway.tunnelSaid(session, end, isOver),
      connectionsChanged: gateway.connectionsChanged,
      async settingsChanged({ now, before }: SettingsChange): Promise<void> {
        if (now.caFile !== before.caFile) await gateway.connectionsChanged();
      },
    },
    start: async (): Promise<void> => note('gateways-file', await gateway.load()),
    stop: gateway.stopAll,
  };
}
