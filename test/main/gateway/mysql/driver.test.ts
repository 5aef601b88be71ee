import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import mysql from 'mysql2/promise';
import { expect, it, onTestFinished } from 'vitest';
import { mysqlGateway } from '../../../../main/gateway/mysql/gateway.ts';
import { MemorySocket } from './memory-socket.ts';
import { localEndpoint, fakeServer, MARIADB, MYSQL_8, PASSWORD, TOKEN, type Seen } from './sign-in.ts';

/** A gateway that listens, to a server that greets so. */
async function listen(greeting: typeof MYSQL_8, seen: Seen): Promise<number> {
  const serve = mysqlGateway(localEndpoint);
  const server = createServer({ pauseOnConnect: true }, (client) => {
    client.on('error', () => undefined);
    void serve(client, {
      refusal: null,
      async dial() {
        const [near, far] = MemorySocket.pair();
        void fakeServer(far, { greeting }, seen);
        return { ok: true, value: near };
      },
      secure: async (upstream) => ({ ok: true, value: upstream }),
      token: async () => ({ ok: true, value: TOKEN }),
      identified: () => undefined,
      wrongPassword: async () => undefined,
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

// no server of MySQL 8 could be had where this was built: its greeting, and a driver that really speaks to it
it.each([
  ['caching_sha2_password of MySQL 8', MYSQL_8],
  ['mysql_native_password of MariaDB', MARIADB],
])('mysql2 signs in by %s, and is refused with a wrong password', async (_, greeting) => {
  const seen: Seen = { sslRequest: null, response: null, raw: null, token: null, bytes: 0 };
  const port = await listen(greeting, seen);
  const as = { host: '127.0.0.1', port, user: localEndpoint.dbUser };
  await expect(mysql.createConnection({ ...as, password: 'wrong' })).rejects.toMatchObject({
    code: 'ER_ACCESS_DENIED_ERROR',
  });
  expect(seen.token).toBeNull();
  const client = await mysql.createConnection({ ...as, password: PASSWORD });
  client.destroy();
  expect(seen.token?.toString()).toBe(`${TOKEN}\0`);
});
