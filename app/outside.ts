import { clientOf } from './clients/choose-client.ts';
import type { PasswordSources } from './clients/caller-terminal.ts';
import type { ClientId, Programs } from './clients/model.ts';
import type { createClients } from './clients/service.ts';
import type { CommandState } from './command/model.ts';
import type { CommandLink } from './command/ports.ts';
import { createCommand } from './command/service.ts';
import type { Clock } from './common/clock.ts';
import type { Connection } from './connections/model.ts';
import type { createConnections } from './connections/service.ts';
import type { Output } from './contract.ts';
import { fail, succeed, type Failure, type Result } from './common/result.ts';
import type { createGateway } from './gateway/service.ts';
import type { ConfirmLink } from './links/ports.ts';
import { createLinks } from './links/service.ts';
import type { StateFile } from './common/state-file.ts';
import { targetOfConnection } from './connect/target.ts';
import type { createTokens } from './tokens/service.ts';

/** What is asked for from outside the window takes the same modules as the window. */
export interface OutsidePorts {
  readonly version: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly connections: ReturnType<typeof createConnections>;
  readonly tokens: ReturnType<typeof createTokens>;
  readonly clients: ReturnType<typeof createClients>;
  readonly gateway: ReturnType<typeof createGateway>;
  /** Opens a connection as the window does. */
  readonly openClient: (named: {
    readonly connectionId: string;
    readonly client: ClientId;
  }) => Promise<Result<Output<'clients:open'>>>;
  /** Null where the command cannot be made a word that a terminal knows. */
  readonly commandLink: CommandLink | null;
  readonly linksFile: StateFile<string[]>;
  readonly confirmLink: ConfirmLink;
  readonly onCommand: (state: CommandState) => void;
  readonly onFailure: (id: string, error: Failure) => void;
  readonly background: (work: Promise<unknown>) => void;
}

/** The command `latchkey` and `latchkey:` links: what reaches Latchkey from outside its window. */
export function createOutside(ports: OutsidePorts) {
  const { connections, tokens, clients, gateway } = ports;
  let commandState: CommandState | null = null;

  const signFor = (connection: Connection) => tokens.sign(targetOfConnection(connection).token, 'command');

  /** Through the gateway where clients are opened through it, or where the client gets no token. */
  function sourcesOf(connection: Connection, client: ClientId | null): PasswordSources {
    const { id } = connection;
    const isThrough = gateway.routesThroughGateway(id) || (client !== null && !clients.takesToken(client));
    return {
      gatewayEndpoint: isThrough ? () => gateway.gatewayEndpoint(id) : null,
      sign: () => signFor(connection),
    };
  }

  async function foundPrograms(): Promise<Programs> {
    // whoever asks right after the start waits for what the window is told later
    return clients.programs().clients.length === 0 ? clients.find(false) : clients.programs();
  }

  /** Opens a connection in its usual client where none is named. */
  async function open(connection: Connection, wanted: ClientId | null): Promise<Result<{ where: string }>> {
    const programs = await foundPrograms();
    const client = wanted ?? clientOf(connection, programs)?.id ?? null;
    if (client === null) {
      return fail('client-not-found', `No client for ${connection.name} was found on this computer.`, {
        hint: 'Install one, such as psql, mysql or mariadb.',
      });
    }
    const opened = await ports.openClient({ connectionId: connection.id, client });
    if (!opened.ok) return opened;
    const { terminal, isPasted } = opened.value;
    const name = programs.clients.find(({ id }) => id === client)?.name ?? client;
    const pasted = isPasted ? '; the local password is copied, to be pasted' : '';
    return succeed({ where: `${name}${terminal === null ? '' : ` (${terminal})`}${pasted}` });
  }

  const command = createCommand({
    version: ports.version,
    clock: ports.clock,
    connections: connections.list,
    gateways: gateway.list,
    used: (id) => ports.background(connections.used(id)),
    sign: signFor,
    record: tokens.record,
    async localPassword(id) {
      if (!gateway.routesThroughGateway(id)) return succeed(null);
      const gatewayEndpoint = await gateway.gatewayEndpoint(id);
      return gatewayEndpoint.ok ? succeed(gatewayEndpoint.value.password) : gatewayEndpoint;
    },
    async run(connection, client) {
      const { open: target } = targetOfConnection(connection);
      const planned = await clients.planForCaller(target, client, sourcesOf(connection, client));
      if (!planned.ok) return planned;
      const { program, banner, plan, lease } = planned.value;
      const { args, set, unset, secret } = plan;
      return succeed({ run: { program, banner, args, set, unset, secret }, lease });
    },
    variables: (connection) =>
      clients.variables(targetOfConnection(connection).open, sourcesOf(connection, null)),
    programs: foundPrograms,
    open,
  });

  const links = createLinks({
    file: ports.linksFile,
    clock: ports.clock,
    connections: connections.list,
    confirm: ports.confirmLink,
    open: (connection) => open(connection, null),
    onFailure: (error) => ports.onFailure('link', error),
  });

  function setCommand(now: CommandState): void {
    commandState = now;
    ports.onCommand(now);
  }

  return {
    command: command.answer,
    links,
    commandState: () => commandState,
    setCommand,
    /** Looks whether the command is a word that a terminal knows. */
    async lookForCommand(): Promise<void> {
      if (ports.commandLink !== null) setCommand(await ports.commandLink.look());
    },
  };
}
