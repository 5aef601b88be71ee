import type { LocalEndpoint } from '../session.ts';
import { CAPABILITY, has } from './capabilities.ts';
import { shown } from '../../../app/common/text/plain-text.ts';
import { errorPacket, parseError } from './error-packet.ts';
import { Fields } from './fields.ts';
import { authSwitchRequest, FAST_AUTH_OK } from './local-sign-in.ts';
import { packet, type Packet } from './packets.ts';
import { isRight, localPlugin } from './scramble.ts';

/** What is said next, and whose packet is waited for. */
export interface Move {
  readonly toClient?: Buffer;
  readonly toServer?: Buffer;
  readonly next: 'client' | 'server';
}

/** The last word to the client; after a refusal the session is over, as servers end it. */
export interface LastMove {
  readonly toClient: Buffer;
  readonly ends: boolean;
}

/** A COM_CHANGE_USER from its packet to its answer. */
export type ChangeUser = Generator<Move, LastMove, Packet>;

/** What is known of the session. */
export interface ChangeUserOptions extends Pick<LocalEndpoint, 'dbUser' | 'localPassword'> {
  /** The one of the sign-in: servers ask with it again, and libmariadb answers to no other. */
  readonly nonce: Buffer;
  /** What client and server have agreed on. */
  readonly capabilities: number;
}

const COM_RESET_CONNECTION = 0x1f;
const COM_INIT_DB = 0x02;
const COM_QUERY = 0x03;

/**
 * Answers COM_CHANGE_USER, with which pools make a session as new: the same user with the local password becomes
 * COM_RESET_CONNECTION, for the server's own sign-in would ask for a token. What that leaves out, the character set
 * and the database of the request, is set behind it.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_change_user.html
 *
 * @param payload the command's
 */
export function* changeUser(
  payload: Buffer,
  { dbUser, localPassword, nonce, capabilities }: ChangeUserOptions,
): ChangeUser {
  const request = parseChangeUser(payload, capabilities);
  if (request === null) return refused(1, 1047, '08S01', NOT_POSSIBLE);
  if (!request.user.equals(Buffer.from(dbUser))) return denied(1, request.user, dbUser);

  const plugin = localPlugin(request.plugin) ?? 'mysql_native_password';
  const answer = yield { toClient: packet(1, authSwitchRequest(plugin, nonce)), next: 'client' };
  if (answer.sequence !== 2 || !isRight(plugin, answer.payload, localPassword, nonce)) {
    return denied(3, request.user, dbUser);
  }

  const before = plugin === 'caching_sha2_password' ? packet(3, FAST_AUTH_OK) : Buffer.alloc(0);
  const sequence = before.length === 0 ? 3 : 4;
  let response: Packet | null = null;
  for (const command of commandsFor(request, capabilities)) {
    response = yield { toServer: packet(0, command), next: 'server' };
    if (parseError(response.payload) !== null) break;
  }
  return {
    toClient: Buffer.concat([before, packet(sequence, response?.payload ?? Buffer.alloc(0))]),
    ends: false,
  };
}

interface Request {
  readonly user: Buffer;
  readonly database: Buffer;
  /** The number of a collation; null where the client names none. */
  readonly characterSet: number | null;
  readonly plugin: string;
}

/** Reads the command; null for another one, and for clients that know of no plugins: they cannot be asked again. */
function parseChangeUser(payload: Buffer, capabilities: number): Request | null {
  const fields = new Fields(payload.subarray(1));
  const user = fields.toNull();
  fields.bytes(fields.uint(1));
  const database = fields.toNullOrEnd();
  const characterSet = fields.left >= 2 ? fields.uint(2) : null;
  const plugin = fields.toNullOrEnd().toString('latin1');
  if (fields.short || !has(capabilities, CAPABILITY.pluginAuth)) return null;
  return { user, database, characterSet, plugin };
}

/** Servers take a collation's number for the name, as they do when a client signs in. */
function commandsFor({ database, characterSet }: Request, capabilities: number): readonly Buffer[] {
  // no attributes, in one set
  const attributes = has(capabilities, CAPABILITY.queryAttributes) ? [0, 1] : [];
  const id = String(characterSet);
  const names = `SET character_set_client=${id}, character_set_results=${id}, collation_connection=${id}`;
  return [
    Buffer.from([COM_RESET_CONNECTION]),
    ...(characterSet === null
      ? []
      : [Buffer.concat([Buffer.from([COM_QUERY, ...attributes]), Buffer.from(names)])]),
    ...(database.length === 0 ? [] : [Buffer.concat([Buffer.from([COM_INIT_DB]), database])]),
  ];
}

function denied(sequence: number, user: Buffer, dbUser: string): LastMove {
  const name = shown(user.subarray(0, MAX_USER).toString('utf8'));
  return refused(
    sequence,
    1045, // ER_ACCESS_DENIED_ERROR
    '28000',
    `Access denied for user '${name}'@'localhost': this port of the gateway is for the database user '${dbUser}' and its local password only.`,
  );
}

function refused(sequence: number, number: number, sqlState: string, text: string): LastMove {
  return { toClient: errorPacket(sequence, number, sqlState, text), ends: true };
}

const NOT_POSSIBLE = 'This COM_CHANGE_USER is not possible through the gateway. Connect again.';

/** How much of a user's name is repeated, in bytes. */
const MAX_USER = 80;
