import dns from 'node:dns';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { expect, it, onTestFinished, vi } from 'vitest';
import { arrivedOf, upstreamOf } from '../../../main/gateway/upstream.ts';
import { makeAuthority } from '../../sandbox/certificates.ts';

const authority = makeAuthority();

/** Something that listens on one address, and a name that leads to several. */
async function named(host: string, addresses: readonly string[]) {
  const server = createServer((socket) => socket.on('error', () => undefined));
  server.listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const lookup = vi.spyOn(dns, 'lookup').mockImplementation((...given: unknown[]) => {
    const answer = given.at(-1);
    const found = addresses.map((one) => ({ address: one, family: one.includes(':') ? 6 : 4 }));
    if (typeof answer === 'function') Reflect.apply(answer, undefined, [null, found]);
  });
  onTestFinished(() => lookup.mockRestore());
  const place = { host: 'db.example', port };
  return { server, upstream: upstreamOf({ address: place, connectAddress: place, ca: authority.caPem }) };
}

it.each([
  ['nobody listens on', '127.0.0.1', ['::1', '127.0.0.1']],
  ['nobody listens on, the other way round', '127.0.0.1', ['127.0.0.2', '::1', '127.0.0.1']],
  // the discard-only prefix, RFC 6666
  ['nothing comes back from', '127.0.0.1', ['100::1', '127.0.0.1']],
])('goes on to the next address of a name where the first is one that %s', async (_, host, addresses) => {
  const { upstream } = await named(host, addresses);
  const dialled = await upstream.dial((socket) => onTestFinished(() => void socket.destroy()));
  expect(dialled.ok && arrivedOf(dialled.value)).toMatchObject({ address: host });
});

it('names the database host in TLS (SNI), whatever was dialled', async () => {
  const { server } = await named('127.0.0.1', []);
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const { certPem, keyPem } = authority.issue(['db.example']);
  const secureContext = createSecureContext({ cert: certPem, key: keyPem });
  const asked = new Promise((resolve) =>
    server.once('connection', (socket) => {
      const tls = new TLSSocket(socket, { isServer: true, secureContext });
      tls.on('error', () => undefined);
      tls.once('secure', () => resolve(Reflect.get(tls, 'servername')));
    }),
  );
  const upstream = upstreamOf({
    address: { host: 'db.example', port: 5_432 },
    connectAddress: { host: '127.0.0.1', port },
    ca: authority.caPem,
  });
  const dialled = await upstream.dial((socket) => onTestFinished(() => void socket.destroy()));
  if (!dialled.ok) throw new Error(dialled.refusal.message);
  expect((await upstream.secure(dialled.value)).ok).toBe(true);
  expect(await asked).toBe('db.example');
});
