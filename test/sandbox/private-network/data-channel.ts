import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod';
import type { Directory } from '../directory.ts';
import { verifyRequest } from '../request-signature.ts';
import type { Sessions } from './sessions.ts';

const firstWords = z.looseObject({ TokenValue: z.string() });

/**
 * Opens data channels on a server's upgrades: signed for `ssmmessages`, by somebody who may open them, with the token
 * in the first words.
 */
export function dataChannels(sessions: Sessions, directory: Directory, now: () => number) {
  const server = new WebSocketServer({ noServer: true });

  function talk(socket: WebSocket, id: string): void {
    let take: ((bytes: Buffer) => void) | null = null;
    socket.on('error', () => undefined);
    socket.on('message', (data, isBinary) => {
      if (!Buffer.isBuffer(data)) return;
      if (take !== null) return isBinary ? take(data) : undefined;
      const parsed = firstWords.safeParse(JSON.parse(data.toString()));
      take = sessions.attach(id, parsed.data?.TokenValue ?? '', {
        send: (bytes) => socket.send(bytes),
        close: () => socket.close(1000, 'Bye'),
      });
      if (take === null) socket.close(1008, 'The token is not valid.');
    });
  }

  return (incoming: IncomingMessage, connection: Duplex, head: Buffer): void => {
    const { url = '/', headers } = incoming;
    const id = /^\/v1\/data-channel\/([^/?]+)\?/.exec(url)?.[1];
    const request = { method: 'GET', target: url, headers, body: new Uint8Array() };
    const verified = verifyRequest(request, directory.find, now());
    const mayOpen =
      verified.ok &&
      verified.signer.service === 'ssmmessages' &&
      verified.signer.identity.may('ssmmessages:OpenDataChannel', '*');
    if (id === undefined || !mayOpen) {
      connection.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    server.handleUpgrade(incoming, connection, head, (socket) => talk(socket, id));
  };
}
