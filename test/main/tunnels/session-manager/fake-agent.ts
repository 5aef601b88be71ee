import {
  encodeAcknowledgement,
  decodeAcknowledgement,
} from '../../../../main/tunnels/session-manager/acknowledgement.ts';
import {
  decodeMessage,
  encodeMessage,
  newMessageId,
  PAYLOAD,
} from '../../../../main/tunnels/session-manager/message.ts';
import {
  COMMAND,
  createFrameReader,
  encodeFrame,
} from '../../../../main/tunnels/session-manager/smux/frames.ts';
import type { Timeline } from './timeline.ts';

/** A database behind the agent: told of bytes and of the end, and given what to answer with. */
export type Target = (connection: {
  readonly write: (bytes: Buffer) => void;
  readonly close: () => void;
}) => { readonly onData: (bytes: Buffer) => void; readonly onClose: () => void } | 'refused';

/** What a fake agent is like. */
export interface AgentOptions {
  readonly version?: string;
  readonly actions?: readonly unknown[];
  readonly target: Target;
  /** It does not come to close what the client has closed, as one whose database does not read. */
  readonly isStuck?: boolean;
  /** Sends a message towards the client; lost where there is no wire. */
  readonly transmit: (bytes: Buffer) => void;
}

const PORT_ACTION = { ActionType: 'SessionType', ActionParameters: { SessionType: 'Port' } };
/** What the agent reads of a connection at once, and so the size of its messages, in bytes. */
const PUMP_BYTES = 1_024;
/** The longest frame of its smux, in bytes (`MaxFrameSize`). */
const FRAME_BYTES = 32_768;

/**
 * An agent as the real one behaves: it sends again only its oldest message, acknowledges what it has taken, keeps
 * early ones, closes both ways with one FIN, and is told apart from the service that carries its messages.
 */
export function createFakeAgent(
  { clock, after }: Pick<Timeline, 'clock' | 'after'>,
  { version = '3.3.987.0', actions = [PORT_ACTION], target, isStuck = false, transmit }: AgentOptions,
) {
  const unacknowledged = new Map<number, { readonly bytes: Buffer; sentAt: number }>();
  const early = new Map<number, { readonly payloadType: number; readonly payload: Buffer }>();
  const connections = new Map<number, { onData: (bytes: Buffer) => void; onClose: () => void }>();
  const state = { isMute: false, isTerminated: false, opened: 0, keepAlives: 0, responses: [] as unknown[] };
  let sequence = 0;
  let expected = 0;

  function send(payloadType: number, payload: Buffer): void {
    const bytes = encodeMessage(
      {
        type: 'output_stream_data',
        sequence,
        flags: sequence === 0 ? 1 : 0,
        id: newMessageId(),
        payloadType,
        payload,
      },
      clock.now(),
    );
    unacknowledged.set(sequence, { bytes, sentAt: clock.now() });
    sequence += 1;
    if (!state.isMute) transmit(bytes);
  }

  function resendOldest(): void {
    const [oldest] = unacknowledged.values();
    if (oldest !== undefined && !state.isMute && clock.now() - oldest.sentAt >= 300) {
      oldest.sentAt = clock.now();
      transmit(oldest.bytes);
    }
    if (!state.isTerminated) after(100 - (clock.now() % 100), resendOldest);
  }

  /** Frames as smux writes them, cut into messages wherever the pump's buffer ends. */
  function pump(frames: Buffer): void {
    for (let at = 0; at < frames.length; at += PUMP_BYTES)
      send(PAYLOAD.output, frames.subarray(at, at + PUMP_BYTES));
  }

  function open(stream: number): void {
    state.opened += 1;
    let isClosed = false;
    const connection = target({
      write(bytes) {
        for (let at = 0; at < bytes.length; at += FRAME_BYTES)
          pump(encodeFrame(COMMAND.push, stream, bytes.subarray(at, at + FRAME_BYTES)));
      },
      close() {
        if (isClosed) return;
        isClosed = true;
        connections.delete(stream);
        pump(encodeFrame(COMMAND.finish, stream));
      },
    });
    if (connection !== 'refused') {
      const { onData, onClose } = connection;
      const closed = (): void => {
        isClosed = true;
        onClose();
      };
      return void (isClosed || connections.set(stream, { onData, onClose: closed }));
    }
    send(PAYLOAD.flag, Buffer.from([0, 0, 0, 3]));
    pump(encodeFrame(COMMAND.finish, stream));
  }

  const readFrames = createFrameReader({
    onData: (stream, piece) => connections.get(stream)?.onData(Buffer.from(piece)),
    onFinish(stream) {
      const connection = connections.get(stream);
      if (isStuck || !connections.delete(stream)) return;
      connection?.onClose();
      pump(encodeFrame(COMMAND.finish, stream));
    },
  });

  function process(payloadType: number, payload: Buffer): void {
    if (payloadType === PAYLOAD.handshakeResponse) {
      state.responses.push(JSON.parse(payload.toString()));
      send(PAYLOAD.handshakeComplete, Buffer.from('{"HandshakeTimeToComplete":1,"CustomerMessage":""}'));
    } else if (payloadType === PAYLOAD.flag && payload.readUInt32BE(0) === 2) {
      state.isTerminated = true;
    } else if (payloadType === PAYLOAD.output) {
      if (payload[1] === COMMAND.open) open(payload.readUInt32LE(4));
      if (payload[1] === COMMAND.keepAlive) state.keepAlives += 1;
      if (!readFrames(payload)) throw new Error('The client has sent what is not smux.');
    }
  }

  return {
    state,
    /** Begins the session. */
    start(): void {
      send(
        PAYLOAD.handshakeRequest,
        Buffer.from(JSON.stringify({ AgentVersion: version, RequestedClientActions: actions })),
      );
      resendOldest();
    },
    /** Takes a message of the client. */
    receive(bytes: Buffer): void {
      if (state.isMute) return;
      const message = decodeMessage(bytes);
      if (message === null) return;
      if (message.type === 'acknowledge') {
        const acknowledged = decodeAcknowledgement(message.payload);
        if (acknowledged !== null) unacknowledged.delete(acknowledged);
        return;
      }
      transmit(encodeAcknowledgement(message, clock.now()));
      if (message.sequence < expected) return;
      const { payloadType, payload } = message;
      early.set(message.sequence, { payloadType, payload: Buffer.from(payload) });
      for (let next = early.get(expected); next !== undefined; next = early.get(expected)) {
        early.delete(expected);
        expected += 1;
        process(next.payloadType, next.payload);
      }
    },
    send,
    /** Connections to databases that are open. */
    connections: (): number => connections.size,
    unacknowledged: (): number => unacknowledged.size,
  };
}
