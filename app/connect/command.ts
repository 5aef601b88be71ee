import type { PasswordSources } from '../clients/caller-terminal.ts';
import type { ClientId } from '../clients/model.ts';
import type { ClientsApi } from '../clients/module.ts';
import { createCommand, type TellWaiting } from '../command/service.ts';
import type { Clock } from '../common/clock.ts';
import { fail, succeed, type Result } from '../common/result.ts';
import { shown } from '../common/text/plain-text.ts';
import type { Connection } from '../connections/model.ts';
import type { ConnectionsApi } from '../connections/module.ts';
import type { DoctorApi } from '../doctor/module.ts';
import type { EndpointsApi } from '../endpoints/module.ts';
import type { GatewayApi } from '../gateway/module.ts';
import { ANSWER_TIMEOUT_MS } from '../mfa/model.ts';
import type { ProfilesApi } from '../profiles/module.ts';
import type { TokensApi } from '../tokens/module.ts';
import type { createOpen, Wait } from './open.ts';
import { clientChoices, routeFor } from './route.ts';
import { targetOfConnection } from './target.ts';

/** What those who ask from outside the window take. */
export interface CommandNeeds {
  readonly version: string;
  readonly clock: Clock;
  readonly clients: ClientsApi;
  readonly connections: ConnectionsApi;
  readonly doctor: DoctorApi;
  readonly endpoints: Pick<EndpointsApi, 'signingRegion'>;
  readonly gateway: GatewayApi;
  readonly profiles: ProfilesApi;
  readonly tokens: TokensApi;
  readonly open: ReturnType<typeof createOpen>['open'];
  readonly used: (connectionId: string) => void;
}

/** Lines for a terminal: what AWS or a server has said may hold what it would obey. */
const forTerminal = (text: string): string =>
  text
    .split('\n')
    .map((line) => `${shown(line)}\n`)
    .join('');

/** How long the command waits for an MFA code or a sign-in, in milliseconds: it hears the cause before its own 90 seconds are over. */
const COMMAND_ANSWER_TIMEOUT_MS = 75_000;

/** Makes what answers the command `latchkey`, and what opens a connection in its usual client. */
export function createCommandAnswers(needs: CommandNeeds) {
  const { clients, connections, endpoints, gateway, tokens } = needs;

  /** Waits within the command's own limit, and says so in its terminal. */
  const waitIn = (tell: TellWaiting): Wait => ({
    waitMs: COMMAND_ANSWER_TIMEOUT_MS,
    onWaiting: (what) => tell(what, COMMAND_ANSWER_TIMEOUT_MS),
  });
  const sign = (connection: Connection, tell: TellWaiting) =>
    tokens.sign(targetOfConnection(connection, endpoints.signingRegion(connection)).token, 'command', {
      words: `latchkey is waiting in a terminal for ${connection.name}.`,
      ...waitIn(tell),
    });

  /** Where the password for a caller's own client comes from; `client` null: for variables, which take a token. */
  function sourcesOf(
    { id, ...connection }: Connection,
    client: ClientId | null,
    tell: TellWaiting,
  ): PasswordSources {
    const takesToken = client === null || clients.takesToken(client);
    const route = routeFor(takesToken, gateway.routesThroughGateway(id));
    return {
      gatewayEndpoint: route === 'gateway' ? () => gateway.endpoint(id) : null,
      sign: () => sign({ id, ...connection }, tell),
    };
  }

  /** Opens a connection, in its usual client where none is named. */
  async function open(
    connection: Connection,
    wanted: ClientId | null,
    wait?: Wait,
  ): Promise<Result<{ where: string }>> {
    const programs = await clients.found();
    const { id, family } = connection;
    const throughGateway = gateway.routesThroughGateway(id);
    const now = { clients: programs.clients, lastUsed: clients.lastUsed };
    const [usual] = clientChoices(now, { family, wanted: connection.client, throughGateway });
    const client = wanted ?? usual?.client ?? null;
    if (client === null) {
      return fail('client-not-found', `No client for ${connection.name} was found on this computer.`, {
        hint: 'Install one, such as psql, mysql or mariadb.',
      });
    }
    const opened = await needs.open({ connectionId: id, client }, wait);
    if (!opened.ok) return opened;
    const { terminal, isPasted } = opened.value;
    const name = programs.clients.find((one) => one.id === client)?.name ?? client;
    const pasted = isPasted ? '; paste the local password, which is on the clipboard' : '';
    return succeed({ where: `${name}${terminal === null ? '' : ` (${terminal})`}${pasted}` });
  }

  const command = createCommand({
    version: needs.version,
    clock: needs.clock,
    connections: connections.list,
    gateways: gateway.list,
    used: needs.used,
    sign,
    record: tokens.record,
    async localPassword(id) {
      if (!gateway.routesThroughGateway(id)) return succeed(null);
      const endpoint = await gateway.endpoint(id);
      return endpoint.ok ? succeed(endpoint.value.password) : endpoint;
    },
    async run(connection, client, tell) {
      const { open: target } = targetOfConnection(connection);
      const planned = await clients.planForCaller(target, client, sourcesOf(connection, client, tell));
      if (!planned.ok) return planned;
      const { program, banner, plan, lease } = planned.value;
      const { args, set, unset, secret } = plan;
      return succeed({ run: { program, banner, args, set, unset, secret }, lease });
    },
    async doctor({ id }) {
      const told = await needs.doctor.tell(id);
      if (!told.ok) return told;
      const { report, text } = told.value;
      return succeed({ text: forTerminal(text), isIn: report.verdict === 'yes' });
    },
    variables: (connection, shell, tell) =>
      clients.variables(targetOfConnection(connection).open, sourcesOf(connection, null, tell), shell),
    programs: clients.found,
    printProfiles: needs.profiles.print,
    open: (connection, client, tell) => open(connection, client, waitIn(tell)),
  });

  return {
    answer: command.answer,
    /** Opens a connection in its usual client, for a link: whoever has followed it waits where they are. */
    openForLink: (connection: Connection) =>
      open(connection, null, { waitMs: ANSWER_TIMEOUT_MS, onWaiting: () => undefined }),
  };
}
