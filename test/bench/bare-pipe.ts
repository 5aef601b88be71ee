import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { mysqlGateway } from '../../main/gateway/mysql/gateway.ts';
import { upstreamOf } from '../../main/gateway/upstream.ts';

/**
 * The floor for any gateway in this runtime: bytes by `stream.pipe`, with TLS to the database. For PostgreSQL it is
 * nothing but that, and the client sends its own token; MySQL's handshake cannot be piped through TLS that the
 * client knows nothing of, so it has ours, and a bare pipe after it.
 */
const [, , engine = '', listen = '', port = '', caFile = '', dbUser = ''] = process.argv;
const ca = readFileSync(caFile, 'utf8');
const token = process.env['BENCH_TOKEN'] ?? '';
const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

const place = { host: 'localhost', port: Number(port) };
const upstream = upstreamOf({ address: place, connectAddress: place, ca });
const gateway = mysqlGateway({ dbUser, database: '', localPassword: 'local', localTls: null });

const server = createServer({ pauseOnConnect: true }, (client) => {
  client.setNoDelay(true);
  client.on('error', () => undefined);
  if (engine === 'postgres') postgres(client);
  else void mysql(client);
});
server.listen(Number(listen), '127.0.0.1', () => process.send?.('ready'));
process.on('disconnect', () => process.exit());

function postgres(client: Socket): void {
  const plain = connect({ ...place, noDelay: true });
  plain.on('error', () => client.destroy());
  plain.once('connect', () => plain.write(sslRequest));
  plain.once('data', () => {
    const tls = connectTls({ socket: plain, ca, servername: 'localhost' });
    tls.on('error', () => client.destroy());
    tls.once('secureConnect', () => join(client, tls));
  });
}

async function mysql(client: Socket): Promise<void> {
  const served = await gateway(client, {
    refusal: null,
    dial: (to) => upstream.dial(() => undefined, to),
    secure: (socket) => upstream.secure(socket),
    token: async () => ({ ok: true, value: token }),
    identified: () => undefined,
    wrongPassword: async () => undefined,
  });
  if (served.kind === 'relay') join(served.client, served.upstream);
}

function join(near: Duplex, far: Duplex): void {
  near.on('error', () => far.destroy());
  far.on('error', () => near.destroy());
  near.pipe(far).pipe(near);
  near.once('close', () => far.destroy());
}
