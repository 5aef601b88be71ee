import { createServer } from 'node:net';
import { isAnswered } from './is-answered.ts';

/** Whether a port can be listened on now, on both loopback addresses, and nobody else takes connections there. */
export async function portIsFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1']) {
    if (await isAnswered(host, port)) return false;
    const code = await tryPort(host, port);
    // a computer without IPv6 has no ::1
    if (code !== null && !(host === '::1' && code !== 'EADDRINUSE')) return false;
  }
  return true;
}

function tryPort(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (cause) => resolve('code' in cause ? String(cause.code) : 'unknown'));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}
