import { z } from 'zod';
import type { Clock } from '../../../app/common/clock.ts';
import { tunnelEndOf, type TunnelEnd } from '../../../app/tunnels/model.ts';
import { createAcknowledger, decodeAcknowledgement, parseJson } from './acknowledgement.ts';
import { answerHandshake } from './handshake.ts';
import { createIncoming } from './incoming.ts';
import { decodeMessage, FLAG, PAYLOAD, type Message } from './message.ts';
import { createOutgoing } from './outgoing.ts';
import { createRoundTrip } from './round-trip.ts';

/** What a data channel is given and tells. */
export interface DataChannelPorts {
  readonly clock: Clock;
  /** Sends a message over the link of the moment; without one it is lost. */
  readonly transmit: (bytes: Buffer) => void;
  /** The agent takes data from now on: what came before it would acknowledge and discard. */
  readonly onReady: (needsKeepAlive: boolean) => void;
  /** Takes data of the agent's streams, in order; false where it is malformed. */
  readonly onOutput: (payload: Buffer) => boolean;
  /** The agent could not connect a stream. */
  readonly onRefused: () => void;
  /** A message has arrived for the first time. */
  readonly onAcknowledged: () => void;
  readonly onEnd: (end: TunnelEnd) => void;
}

const channelClosed = z.object({ Output: z.string().catch('') });

/** Session Manager's data channel: messages in order, each acknowledged, whatever its link loses or repeats. */
export function createDataChannel(ports: DataChannelPorts) {
  const { clock, transmit, onEnd } = ports;
  const roundTrip = createRoundTrip();
  const outgoing = createOutgoing({ clock, roundTrip, transmit });
  const incoming = createIncoming();
  const acknowledger = createAcknowledger(clock, transmit);
  let needsKeepAlive = false;
  let isReady = false;

  function shakeHands(payload: Buffer): void {
    const handshake = answerHandshake(payload);
    if (handshake === null) return onEnd(tunnelEndOf('tunnel-malformed', 'handshake request'));
    needsKeepAlive = handshake.needsKeepAlive;
    outgoing.send(PAYLOAD.handshakeResponse, handshake.response);
    if (handshake.refused !== null) onEnd(handshake.refused);
  }

  function process({ payloadType, payload }: Message): void {
    switch (payloadType) {
      case PAYLOAD.output:
        if (!ports.onOutput(payload)) onEnd(tunnelEndOf('tunnel-malformed', 'stream data'));
        return;
      case PAYLOAD.handshakeRequest:
        return shakeHands(payload);
      case PAYLOAD.handshakeComplete:
        if (isReady) return;
        isReady = true;
        return ports.onReady(needsKeepAlive);
      case PAYLOAD.flag:
        if (payload.length >= 4 && payload.readUInt32BE(0) === FLAG.connectToPortError) ports.onRefused();
    }
  }

  function receiveStreamData(message: Message): void {
    const { inOrder, isAcknowledged } = incoming.take(message);
    if (isAcknowledged) acknowledger.acknowledge(message);
    for (const one of inOrder) process(one);
  }

  return {
    /** Takes a message as it came. What is none is passed over: its sender sends it again. */
    receive(bytes: Buffer): void {
      const message = decodeMessage(bytes);
      switch (message?.type) {
        case 'output_stream_data':
          return receiveStreamData(message);
        case 'acknowledge': {
          const sequence = decodeAcknowledgement(message.payload);
          if (sequence !== null && outgoing.acknowledge(sequence)) ports.onAcknowledged();
          return;
        }
        case 'channel_closed': {
          const said = channelClosed.safeParse(parseJson(message.payload)).data?.Output ?? '';
          // the service's words are documented nowhere; these are in what is known of them
          return onEnd(
            tunnelEndOf(/time[d ]*out|inactiv|idle/i.test(said) ? 'tunnel-idle' : 'tunnel-ended', said),
          );
        }
      }
    },
    /** Sends data of streams. */
    send: (frame: Buffer): void => outgoing.send(PAYLOAD.output, frame),
    /** Asks the agent to end the session. */
    terminate(): void {
      const flag = Buffer.alloc(4);
      flag.writeUInt32BE(FLAG.terminateSession, 0);
      outgoing.send(PAYLOAD.flag, flag);
    },
    /** The link is a new one: what was on its way is sent again. */
    resendAll(): void {
      acknowledger.repeat();
      outgoing.resendAll();
    },
    hasRoom: outgoing.hasRoom,
    unacknowledged: outgoing.unacknowledged,
    hasGap: incoming.hasGap,
    roundTripMs: roundTrip.smoothed,
    /** Sends nothing any more. */
    stop: outgoing.stop,
  };
}
