import type { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { Arrived, Refusal, Session } from '../session.ts';
import { isTunnelled } from '../through-tunnel.ts';
import { arrivedOf } from '../upstream.ts';
import { offeredToClient } from './capabilities.ts';
import type { Greeting } from './greeting.ts';
import { hearGreeting, type FirstWord } from './upstream-sign-in.ts';

/**
 * Sign-ins begun and not finished, one after the other, after which clients are greeted from memory. Servers
 * shut a machine out after a hundred (max_connect_errors).
 * https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_max_connect_errors
 */
const MAX_UNFINISHED = 10;

/** The same through a tunnel, where the first call starts a session in somebody's account and a process on a node. */
const MAX_UNFINISHED_THROUGH_TUNNEL = 1;

/**
 * How old a greeting may be when it is answered, in milliseconds. Servers wait for ten seconds
 * (connect_timeout), and a client may have to wait longer for a token.
 * https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_connect_timeout
 */
const GREETING_LIVES_MS = 7_000;

/** A connection to a server that has greeted. */
export interface Call {
  readonly socket: Duplex;
  readonly greeting: Greeting;
  /** When it has greeted, in milliseconds since the epoch. */
  readonly at: number;
}

/**
 * The calls of one listener to its database.
 *
 * For MySQL's server a connection that ends before a sign-in is an error, and after too many in a row it shuts
 * the machine out. Whoever connects to the local port and goes away, or does not know the password, makes one.
 * So after ten in a row the server is called for those only who know the password: they are greeted with what
 * the server said last. It lacks the connection's id, which nobody knows before the call; 0 is nobody's. One
 * sign-in that succeeds sets the count back, here as at the server. Through a tunnel one is enough.
 */
export function createServerCalls() {
  const living = new Set<Arrived>();
  let last: Greeting | null = null;
  let unfinished = 0;
  let mostUnfinished = MAX_UNFINISHED;

  async function call(session: Session): Promise<FirstWord<Call>> {
    // KILL QUERY comes on a connection of its own, and must meet the server of the first one
    const where = [...living].at(-1);
    const again = where === undefined ? null : await session.dial(where);
    const dialled = again?.ok === true ? again : await session.dial();
    if (!dialled.ok) return { kind: 'refused', refusal: dialled.refusal };
    const socket = dialled.value;
    mostUnfinished = isTunnelled(socket) ? MAX_UNFINISHED_THROUGH_TUNNEL : MAX_UNFINISHED;
    const word = await hearGreeting(socket);
    if (word.kind === 'yes') {
      last = word.value;
      return { kind: 'yes', value: { socket, greeting: word.value, at: Date.now() } };
    }
    socket.destroy();
    return word;
  }

  function hangUp({ socket }: Call): void {
    socket.destroy();
    unfinished += 1;
  }

  return {
    /** What to greet with where the server must not be called yet; null where it may. */
    greetingFromMemory: (): Greeting | null =>
      last !== null && unfinished >= mostUnfinished ? { ...last, connectionId: 0 } : null,

    /** Calls the server: the one of the youngest living session, or else any. */
    call,

    /**
     * The call to go on with, now that there is a token: the one that was begun, or another where there is none,
     * or the server may have hung up.
     *
     * @param shown what the client was greeted with; a server with other capabilities is refused
     */
    async goOn(begun: Call | null, shown: Greeting, session: Session): Promise<FirstWord<Call>> {
      if (begun !== null) {
        const isFresh = Date.now() - begun.at < GREETING_LIVES_MS;
        if (isFresh && (await isSilent(begun.socket))) return { kind: 'yes', value: begun };
        hangUp(begun);
      }
      const word = await call(session);
      if (word.kind !== 'yes' || hasSameCapabilities(word.value.greeting, shown)) return word;
      hangUp(word.value);
      return { kind: 'refused', refusal: CHANGED };
    },

    /** Ends a call that the server has not judged. */
    hangUp,

    /** Says that a call has become a session. */
    succeeded({ socket }: Call): void {
      unfinished = 0;
      const arrived = arrivedOf(socket);
      if (arrived === null || socket.destroyed) return;
      living.add(arrived);
      socket.once('close', () => living.delete(arrived));
    },
  };
}

/** The calls of one listener. */
export type ServerCalls = ReturnType<typeof createServerCalls>;

/** Whether a server still waits for an answer: one that has given up says so, or has closed. */
async function isSilent(socket: Duplex): Promise<boolean> {
  socket.read(0);
  await turn();
  return !socket.destroyed && !socket.readableEnded && socket.readableLength === 0;
}

function hasSameCapabilities(server: Greeting, shown: Greeting): boolean {
  const offer = offeredToClient(server, false);
  const held = offeredToClient(shown, false);
  return offer.capabilities === held.capabilities && offer.extended === held.extended;
}

const CHANGED: Refusal = {
  code: 'database-refused',
  message: 'The database has changed its version or its settings while this client logged in.',
  hint: 'Connect again.',
};
