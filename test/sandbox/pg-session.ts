import type { Duplex } from 'node:stream';
import type { ByteReader } from './byte-reader.ts';
import { DISCARD_ALL, type PgEngine } from './pg-engine.ts';
import type { Turns } from './pg-turns.ts';
import { errorResponse, lastReadyStatus, message, readMessage, type PgMessage } from './pg-wire.ts';

/** What sessions share. */
export interface SharedSession {
  readonly engine: PgEngine;
  readonly turns: Turns;
  /** Clients that are logged in. */
  readonly clients: Set<number>;
}

const MAX_MESSAGE = 64 * 1024 * 1024;
/** All that a client may send in a session; an unknown type would hang PGlite instead of failing. */
const FRONTEND_TYPES = 'QPBDECSHFdcf';
const READY_IDLE = message('Z', Buffer.from('I'));

/** Serves one signed-in client until it leaves, and leaves no transaction of its behind. */
export async function servePgSession(
  client: number,
  reader: ByteReader,
  output: Duplex,
  shared: SharedSession,
): Promise<void> {
  const { engine, turns, clients } = shared;
  clients.add(client);
  let status = 'I';
  let skipToSync = false;
  const run = async (input: Buffer, onData: (data: Uint8Array) => void): Promise<void> => {
    await engine.run(new Uint8Array(input), (data) => {
      status = lastReadyStatus(data) ?? status;
      onData(data);
    });
  };
  const send = (data: Uint8Array): void => {
    if (!output.destroyed) output.write(Buffer.from(data));
  };

  try {
    for (;;) {
      const next = await readMessage(reader, MAX_MESSAGE);
      if (!next || next.type === 'X') return;
      if (!FRONTEND_TYPES.includes(next.type)) {
        const code = next.type.charCodeAt(0);
        send(errorResponse('FATAL', '08P01', `invalid frontend message type ${code}`));
        return;
      }
      if (skipToSync && next.type !== 'S') continue;
      if (copiesFromClient(next)) {
        // PGlite needs the data in the same breath as the command and exits without it
        send(errorResponse('ERROR', '0A000', 'COPY FROM STDIN is not available in the sandbox'));
        if (next.type === 'Q') send(ready(status));
        else skipToSync = true;
        continue;
      }
      if ((await turns.take(client)) === 'cancelled') {
        send(errorResponse('ERROR', '57014', 'canceling statement due to user request'));
        if (next.type === 'Q' || next.type === 'S') send(READY_IDLE);
        else skipToSync = true;
        continue;
      }
      skipToSync = false;
      const own = withOwnNames(next, client);
      if (own.type === 'P') {
        // a client may parse over its unnamed statement, which here has a name
        await run(message('C', Buffer.from('S'), statementName(own.body, 0)), () => undefined);
      }
      let finished = false;
      await run(message(own.type, own.body), (data) => {
        finished ||= lastReadyStatus(data) !== undefined;
        send(data);
      });
      if (finished && status === 'I') turns.release(client);
    }
  } catch {
    status = 'I'; // that server is gone, and its transactions with it
    send(
      errorResponse('FATAL', '57P02', 'terminating connection because of crash of another server process'),
    );
  } finally {
    clients.delete(client);
    turns.cancel(client);
    await cleanUp().catch(() => undefined);
    turns.release(client);
  }

  async function cleanUp(): Promise<void> {
    if (turns.has(client)) {
      await run(message('S'), () => undefined);
      if (status !== 'I') await run(message('Q', 'rollback'), () => undefined);
    }
    if (clients.size === 0 && (await turns.take(client)) === 'taken') await run(DISCARD_ALL, () => undefined);
  }
}

function ready(status: string): Buffer {
  return message('Z', Buffer.from(status));
}

function copiesFromClient(next: PgMessage): boolean {
  if (next.type !== 'Q' && next.type !== 'P') return false;
  return /\bcopy\b[^;]*\bfrom\s+stdin\b/i.test(next.body.toString('latin1'));
}

/**
 * All clients share one server session, and with it the names of prepared statements: each client's names
 * get its number in front, the unnamed statement included.
 */
function withOwnNames(next: PgMessage, client: number): PgMessage {
  const prefix = Buffer.from(`c${client}_`);
  const { type, body } = next;
  const insertAt = (at: number): PgMessage => ({
    type,
    body: Buffer.concat([body.subarray(0, at), prefix, body.subarray(at)]),
  });
  if (type === 'P') return insertAt(0);
  if (type === 'B') return insertAt(body.indexOf(0) + 1); // after the portal's name
  if ((type === 'D' || type === 'C') && body[0] === 0x53) return insertAt(1);
  return next;
}

function statementName(body: Buffer, at: number): Buffer {
  return body.subarray(at, body.indexOf(0, at) + 1);
}
