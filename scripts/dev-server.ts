import { createServer as createSocketServer } from 'node:net';
import { createServer, mergeConfig, type InlineConfig, type ViteDevServer } from 'vite';

/** Where Vite listens: the loopback, by its address. */
const HOST = '127.0.0.1';

/** Serves the renderer as Vite makes it, and tells the page of what is saved; resolves once it listens. */
export async function serveRendererForDev(
  renderer: InlineConfig,
): Promise<{ readonly server: ViteDevServer; readonly address: string }> {
  const port = await freePort();
  const server = await createServer(
    mergeConfig(renderer, {
      // main asks on the page's behalf and puts the nonce here, as in the built page
      html: { cspNonce: '%CSP_NONCE%' },
      server: {
        host: HOST,
        port,
        strictPort: true,
        // the page has the window's own origin, and must be told where Vite is
        hmr: { protocol: 'ws', host: HOST, clientPort: port },
      },
    } satisfies InlineConfig),
  );
  await server.listen();
  return { server, address: `http://${HOST}:${port}` };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createSocketServer();
    probe.once('error', reject);
    probe.listen(0, HOST, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
