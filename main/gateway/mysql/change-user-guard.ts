import type { Inspected, Inspector } from '../session.ts';
import type { ChangeUser, LastMove, Move } from './change-user.ts';
import { commandScanner } from './command-scanner.ts';
import { takePacket } from './packets.ts';

/** How much of either side is held back while the other one is waited for, in bytes: more than any answer has. */
const MAX_HELD = 256 * 1024;

/**
 * Keeps COM_CHANGE_USER from the server, which would begin a sign-in that the client cannot answer, and has it
 * answered here. All else is passed on as it came: the same buffer, looked at by its packets' heads only. No client
 * sends the command before it has all answers to what went before, or anything behind it before its answer.
 *
 * @param begin begins to answer a command's payload
 */
export function changeUserGuard(begin: (payload: Buffer) => ChangeUser): Inspector {
  const scan = commandScanner();
  let exchange: { readonly steps: ChangeUser; readonly awaits: 'client' | 'server' } | null = null;
  /** What has come of the packet that is waited for, or before its turn. */
  let fromClient: Buffer = Buffer.alloc(0);
  let fromServer: Buffer = Buffer.alloc(0);

  function go(steps: ChangeUser, { done, value }: IteratorResult<Move, LastMove>): Inspected {
    exchange = done === true ? null : { steps, awaits: value.next };
    return {
      toClient: value.toClient ?? null,
      toServer: done === true ? null : (value.toServer ?? null),
      ends: done === true && value.ends,
    };
  }

  /** Takes more of what either side says while the command is answered. Whoever says too much is not waited for. */
  function held(): Inspected {
    if (fromClient.length <= MAX_HELD && fromServer.length <= MAX_HELD) return advance();
    fromClient = fromServer = Buffer.alloc(0);
    return { ...NOTHING, ends: true };
  }

  /** Goes on with the packet that is waited for, where it is whole, and then with what follows. */
  function advance(): Inspected {
    if (exchange === null) {
      const [later, more] = [fromServer, fromClient];
      fromServer = fromClient = Buffer.alloc(0);
      const passed: Inspected = { toClient: later.length > 0 ? later : null, toServer: null, ends: false };
      return more.length > 0 ? both(passed, scanned(more)) : passed;
    }
    const { steps, awaits } = exchange;
    const taken = takePacket(awaits === 'client' ? fromClient : fromServer);
    if (taken === null) return NOTHING;
    if (awaits === 'client') fromClient = taken.rest;
    else fromServer = taken.rest;
    const moved = go(steps, steps.next(taken.packet));
    return moved.ends ? moved : both(moved, advance());
  }

  function scanned(chunk: Buffer): Inspected {
    const { pass, command, rest } = scan(chunk);
    const passed: Inspected = { toServer: pass, toClient: null, ends: false };
    if (command === null) return passed;
    fromClient = rest;
    const steps = begin(command);
    const moved = both(passed, go(steps, steps.next()));
    return moved.ends ? moved : both(moved, advance());
  }

  return {
    fromClient(chunk) {
      if (exchange === null) return scanned(chunk);
      fromClient = Buffer.concat([fromClient, chunk]);
      return held();
    },
    fromServer(chunk) {
      if (exchange === null) return { toClient: chunk, toServer: null, ends: false };
      fromServer = Buffer.concat([fromServer, chunk]);
      return held();
    },
  };
}

const NOTHING: Inspected = { toClient: null, toServer: null, ends: false };

function both(first: Inspected, second: Inspected): Inspected {
  return {
    toClient: joined(first.toClient, second.toClient),
    toServer: joined(first.toServer, second.toServer),
    ends: first.ends || second.ends,
  };
}

function joined(first: Buffer | null, second: Buffer | null): Buffer | null {
  return first !== null && second !== null ? Buffer.concat([first, second]) : (first ?? second);
}
