import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { answers } from '../../../main/tunnels/answers.ts';

async function listen(): Promise<{ port: number; close: () => Promise<void>; hungUp: Promise<unknown> }> {
  const server = createServer((socket) => socket.resume());
  const hungUp = once(server, 'connection').then(([socket]) => once(socket, 'close'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = server.address();
  return {
    port: typeof at === 'object' ? (at?.port ?? 0) : 0,
    close: () => new Promise((resolve) => server.close(() => resolve())),
    hungUp,
  };
}

it('says that a port answers which is connected to, and hangs up', async () => {
  const { port, close, hungUp } = await listen();
  onTestFinished(close);
  expect(await answers({ host: '127.0.0.1', port })).toBe(true);
  await hungUp;
});

it('takes a refusal for an answer: the network leads there', async () => {
  const { port, close, hungUp } = await listen();
  hungUp.catch(() => undefined);
  await close();
  expect(await answers({ host: 'localhost', port })).toBe(true);
});

it('says that nothing answers by a name that leads nowhere', async () => {
  expect(await answers({ host: 'ledger.invalid', port: 5432 })).toBe(false);
});
