import type { EngineFamily } from '../endpoints/model.ts';
import { fail, succeed, type Result } from '../failure.ts';
import type { Lease } from '../tokens/model.ts';
import { clientsFor, type ClientId, type Programs } from './model.ts';
import type {
  ClientLauncher,
  ClientTarget,
  CurrentClientSettings,
  FamilyOf,
  SignForClient,
} from './ports.ts';

/** What the clients room needs from outside. */
export interface ClientsPorts {
  readonly familyOf: FamilyOf;
  readonly sign: SignForClient;
  readonly launcher: ClientLauncher;
  readonly currentSettings: CurrentClientSettings;
}

/** Whom to sign in as, where, and with which client. */
export interface OpenRequest {
  readonly endpointId: string;
  readonly dbUser: string;
  /** Empty where the user named none. */
  readonly database: string;
  readonly client: ClientId;
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

  /**
   * Opens a client in the user's terminal, signed in. Everything that can be refused without a token
   * is refused before one is signed.
   *
   * @returns `invalid-input` for a client that does not speak the endpoint's protocol, and whatever
   *   the endpoint, the launcher and the signing refuse
   */
  async function open(request: OpenRequest): Promise<Result<{ lease: Lease; terminal: string }>> {
    const family = ports.familyOf(request.endpointId);
    if (!family.ok) return family;
    const fitting = clientsFor(family.value);
    if (!fitting.includes(request.client)) {
      return fail(
        'invalid-input',
        `${request.client} does not speak ${familyNames[family.value]}'s protocol.`,
        {
          hint: `Open it with ${fitting.join(' or ')}.`,
        },
      );
    }
    const { terminal, caFile } = ports.currentSettings();
    const prepared = await ports.launcher.prepare(request.client, terminal, caFile);
    if (!prepared.ok) return prepared;
    const signed = await ports.sign(request.endpointId, request.dbUser, request.client);
    if (!signed.ok) return signed;
    const target = { ...signed.value.target, database: request.database };
    const opened = await prepared.value.open(target, signed.value.token);
    return opened.ok ? succeed({ lease: signed.value.lease, terminal: opened.value.terminal }) : opened;
  }

  /**
   * The command to type for a target, without the token: of the best client that is installed, or of
   * the best one where none is.
   *
   * @returns `file-unreadable` or `file-unwritable` where there are no certificates to name
   */
  async function commandFor(target: ClientTarget): Promise<Result<string>> {
    const fitting = clientsFor(target.family);
    const { clients } = await ports.launcher.find();
    const installed = fitting.find((id) => clients.some((client) => client.id === id && client.found));
    const client = installed ?? (target.family === 'postgres' ? 'psql' : target.family);
    return ports.launcher.commandLine(client, target, ports.currentSettings().caFile);
  }

  return { find, open, commandFor };
}
