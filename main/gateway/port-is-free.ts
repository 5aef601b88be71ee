import { createServer } from 'node:net';

/** Whether a port can be listened on now, on both loopback addresses. */
export async function portIsFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1']) {
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
