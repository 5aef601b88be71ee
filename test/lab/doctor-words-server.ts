import { createServer } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { encodeMessage, int32, readMessage } from '../../main/gateway/postgres/messages.ts';
import { readBytes } from '../../main/gateway/read-bytes.ts';
import type { Issued } from '../sandbox/certificates.ts';

/** A stand-in for RDS Proxy and Aurora DSQL: asks for a token, and says these words to it. */
export async function startWordsServer(
  certificate: Issued,
  words: { readonly code: string; readonly message: string; readonly hint?: string },
): Promise<{
  readonly port: number;
  readonly tokens: readonly string[];
  readonly stop: () => Promise<void>;
}> {
  const secureContext = createSecureContext({ cert: certificate.certPem, key: certificate.keyPem });
  const tokens: string[] = [];
  const field = (type: string, text: string): Buffer => Buffer.from(`${type}${text}\0`);
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    void (async () => {
      if ((await readBytes(socket, 8)) === null) return;
      socket.write('S');
      const stream = new TLSSocket(socket, { isServer: true, secureContext });
      stream.on('error', () => undefined);
      const length = await readBytes(stream, 4);
      if (length === null || (await readBytes(stream, length.readInt32BE() - 4)) === null) return;
      stream.write(encodeMessage('R', int32(3)));
      const answer = await readMessage(stream, 10_000);
      if (typeof answer === 'string') return;
      tokens.push(answer.body.toString('latin1').replace(/\0$/, ''));
      const { code, message, hint } = words;
      const fields = [field('S', 'FATAL'), field('C', code), field('M', message)];
      stream.end(
        encodeMessage('E', ...fields, ...(hint === undefined ? [] : [field('H', hint)]), Buffer.from([0])),
      );
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    tokens,
    stop: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
