import type { Duplex } from 'node:stream';
import { answerInTime } from '../answer-in-time.ts';
import { readBytes } from '../read-bytes.ts';
import type { Arrived, Refusal, RefusalCode, Session, Step } from '../session.ts';
import { endRefusal, silenceRefusal } from '../through-tunnel.ts';
import { arrivedOf } from '../upstream.ts';
import { requestCode } from './first-packet.ts';
import { int32, send } from './messages.ts';

/** A connection to the database, over TLS with a verified certificate; nothing has been said on it yet. */
export interface Upstream {
  readonly stream: Duplex;
  readonly arrived: Arrived;
}

/**
 * Connects to the database, and insists on TLS.
 * Source: PostgreSQL documentation, "Message Flow", "SSL Session Encryption".
 *
 * @param to where an earlier connection has arrived; unsaid, where the session dials
 * @returns `unreachable`, `tls-refused`, and what `dial` and `secure` return
 */
export async function connectUpstream(session: Session, to?: Arrived): Promise<Step<Upstream>> {
  const dialled = await (to === undefined ? session.dial() : session.dial(to));
  if (!dialled.ok) return dialled;
  const socket = dialled.value;
  const arrived = arrivedOf(socket);
  if (arrived === null) return endRefusal(socket) ?? closed();
  await send(socket, Buffer.concat([int32(8), int32(requestCode.tls)]));
  const answer = await answerInTime(socket, readBytes(socket, 1));
  if (answer === 'silent') return { ok: false, refusal: silenceRefusal(socket) };
  if (answer === null) return endRefusal(socket) ?? closed();
  const refusal = answerRefusal(answer.toString('latin1'), socket.readableLength);
  if (refusal !== null) return { ok: false, refusal };
  const secured = await session.secure(socket);
  return secured.ok ? { ok: true, value: { stream: secured.value, arrived } } : secured;
}

/** Why TLS cannot begin after this answer; null where it can. @param ahead bytes that came with the answer */
function answerRefusal(answer: string, ahead: number): Refusal | null {
  switch (answer) {
    case 'S':
      if (ahead === 0) return null;
      // somebody on the way could have put them there (CVE-2021-23222)
      return {
        code: 'tls-refused',
        message: 'The database agreed to TLS and sent plain text behind it; no token was sent.',
      };
    case 'N':
      return {
        code: 'tls-refused',
        message: 'The database does not offer TLS; no token was sent.',
        hint: 'Turn TLS on at the server, or check that host and port are those of the database.',
      };
    case 'E':
      // its text is not passed on: before TLS anybody on the way could have written it (CVE-2024-10977)
      return {
        code: 'tls-refused',
        message: 'The database answered the request for TLS with an error; no token was sent.',
        hint: 'The log of the server has it. It may have no room for another connection.',
      };
  }
  return {
    code: 'tls-refused',
    message: 'What answers there does not speak PostgreSQL; no token was sent.',
    hint: 'Check that host and port are those of the database.',
  };
}

function closed(): { ok: false; refusal: { code: RefusalCode; message: string } } {
  return {
    ok: false,
    refusal: { code: 'unreachable', message: 'The database closed the connection before TLS began.' },
  };
}
