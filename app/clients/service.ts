import type { EngineFamily } from '../endpoints/model.ts';
import { fail, succeed, type Result } from '../failure.ts';
import type { Lease } from '../tokens/model.ts';
import { connectionUrl } from './connection-url.ts';
import { dialled } from './dial.ts';
import { clientsFor, type ClientId, type Programs } from './model.ts';
import type {
  ClientLauncher,
  CurrentClientSettings,
  OpenTarget,
  PreparedClient,
  ResolveHost,
} from './ports.ts';
import { GATEWAY_HOST } from '../gateway/model.ts';

/** What the clients room needs from outside. */
export interface ClientsPorts {
  readonly launcher: ClientLauncher;
  readonly resolve: ResolveHost;
  readonly currentSettings: CurrentClientSettings;
}

const familyNames: Record<EngineFamily, string> = {
  postgres: 'PostgreSQL',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
};

/** The use cases around SQL clients. */
export function createClients(ports: ClientsPorts) {
  /** Looks for every client and terminal on this machine. */
  function find(): Promise<Programs> {
    return ports.launcher.find();
  }

  async function prepare(target: OpenTarget, client: ClientId): Promise<Result<PreparedClient>> {
    const fitting = clientsFor(target.family);
    if (!fitting.includes(client)) {
      return fail('invalid-input', `${client} does not speak ${familyNames[target.family]}'s protocol.`, {
        hint: `Open it with ${fitting.join(' or ')}.`,
      });
    }
    const { terminal, caFile } = ports.currentSettings();
    return ports.launcher.prepare(client, terminal, target.caFile ?? caFile);
  }

  /**
   * Opens a client in the user's terminal that signs in to the gateway: it gets no token, and can connect
   * again for as long as the gateway listens.
   *
   * @param door the gateway's port and local password
   * @returns what `open` refuses, but for dialling and signing
   */
  async function openThrough(
    target: OpenTarget,
    client: ClientId,
    door: { readonly port: number; readonly password: string },
  ): Promise<Result<{ terminal: string }>> {
    const prepared = await prepare(target, client);
    if (!prepared.ok) return prepared;
    const { name, family, dbUser, database } = target;
    const at = { host: GATEWAY_HOST, hostaddr: null, port: door.port, way: 'gateway' } as const;
    return prepared.value.open({ name, family, dbUser, database, ...at }, door.password);
  }

  /**
   * Opens a client in the user's terminal, signed in. Everything that can be refused without a token
   * is refused before one is signed.
   *
   * @param sign makes the token and its lease
   * @returns `invalid-input` for a client that does not speak the target's protocol, and whatever
   *   dialling, the launcher and the signing refuse
   */
  async function open(
    target: OpenTarget,
    client: ClientId,
    sign: () => Promise<Result<{ token: string; lease: Lease }>>,
  ): Promise<Result<{ lease: Lease; terminal: string }>> {
    const prepared = await prepare(target, client);
    if (!prepared.ok) return prepared;
    const where = await dialled(target, ports.resolve);
    if (!where.ok) return where;
    const signed = await sign();
    if (!signed.ok) return signed;
    const opened = await prepared.value.open(where.value, signed.value.token);
    return opened.ok ? succeed({ lease: signed.value.lease, terminal: opened.value.terminal }) : opened;
  }

  /**
   * The command to type for a target, without the token: of the best client that is installed, or of
   * the best one where none is.
   *
   * @returns what dialling refuses; `file-unreadable` or `file-unwritable` where there are no
   *   certificates to name
   */
  async function commandFor(target: OpenTarget): Promise<Result<string>> {
    const where = await dialled(target, ports.resolve);
    if (!where.ok) return where;
    const fitting = clientsFor(target.family);
    const { clients } = await ports.launcher.find();
    const installed = fitting.find((id) => clients.some((client) => client.id === id && client.found));
    const client = installed ?? (target.family === 'postgres' ? 'psql' : target.family);
    return ports.launcher.commandLine(client, where.value, target.caFile ?? ports.currentSettings().caFile);
  }

  /** The connection URL of a target, without the token; or what dialling refuses. */
  async function urlFor(target: OpenTarget): Promise<Result<string>> {
    const where = await dialled(target, ports.resolve);
    return where.ok ? succeed(connectionUrl(where.value)) : where;
  }

  return { find, open, openThrough, commandFor, urlFor };
}
