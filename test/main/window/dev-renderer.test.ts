import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { devServerFrom, serveDevRenderer } from '../../../main/window/dev-renderer.ts';
import { policyHeaders } from '../../../main/window/policy.ts';

const PAGE = 'latchkey-app://window';

describe('the renderer that is developed', () => {
  it.each(['http://127.0.0.1:5173', 'http://127.0.0.1:5173/any/path?x#y', 'http://[::1]:5173'])(
    'comes from the loopback: %s',
    (address) => {
      expect(devServerFrom(address, false)?.href).toMatch(/^http:\/\/(?:127\.0\.0\.1|\[::1\]):5173\/$/);
    },
  );

  it.each([
    undefined,
    '',
    'nonsense',
    'http://localhost:5173',
    'http://example.com:5173',
    'http://127.0.0.1.example.com:5173',
    'http://192.168.0.1:5173',
    'http://0.0.0.0:5173',
    'http://me:word@127.0.0.1:5173',
    'https://127.0.0.1:5173',
    'file:///etc/passwd',
    // oxlint-disable-next-line no-script-url -- what is refused
    'javascript:1',
  ])('comes from nowhere else: %s', (address) => {
    expect(devServerFrom(address, false)).toBeNull();
  });

  it('is never that of a packaged Latchkey', () => {
    expect(devServerFrom('http://127.0.0.1:5173', true)).toBeNull();
  });
});

describe('its policy', () => {
  const directives = (devServer: URL | null): Map<string, string> =>
    new Map(
      (policyHeaders('NONCE', devServer)['content-security-policy'] ?? '')
        .split('; ')
        .map((directive) => [directive.split(' ', 1)[0] ?? '', directive]),
    );

  it('differs in nothing but the script that Vite adds and the news of changes', () => {
    const [ordinary, developed] = [directives(null), directives(new URL('http://127.0.0.1:5173'))];
    expect([...developed.keys()]).toEqual([...ordinary.keys()]);
    const different = [...developed].filter(([name, directive]) => directive !== ordinary.get(name));
    expect(different.map(([, directive]) => directive)).toEqual([
      "script-src 'self' 'nonce-NONCE'",
      'connect-src ws://127.0.0.1:5173',
    ]);
  });

  it('is that of the window in every other header', () => {
    const { 'content-security-policy': _, ...ordinary } = policyHeaders('NONCE', null);
    expect(policyHeaders('NONCE', new URL('http://127.0.0.1:5173'))).toMatchObject(ordinary);
  });
});

/** Something in Vite's place. */
async function served(listener: RequestListener): Promise<URL> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  return new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
}

describe('what Vite serves', () => {
  it('is a page with the nonce where it asks for it, as in its policy', async () => {
    const server = await served((request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`${request.url} <script nonce="%CSP_NONCE%"></script>`);
    });
    const reply = await serveDevRenderer(server, `${PAGE}/index.html`);
    const nonce = /script-src 'self' 'nonce-([^']+)'/.exec(
      reply.headers.get('content-security-policy') ?? '',
    )?.[1];
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    expect(await reply.text()).toBe(`/index.html <script nonce="${nonce}"></script>`);
  });

  it('is asked for by path and query alone', async () => {
    const server = await served((request, response) => {
      response.setHeader('content-type', 'text/javascript');
      response.end(`${request.headers.host} ${request.url}`);
    });
    const reply = await serveDevRenderer(server, `${PAGE}//evil.example/@fs/a.tsx?t=1#x`);
    expect(reply.headers.get('content-type')).toBe('text/javascript');
    expect(await reply.text()).toBe(`${server.host} //evil.example/@fs/a.tsx?t=1`);
  });

  it.each([
    ['it has none of it', 404, {}],
    ['it fails', 500, {}],
    ['it sends elsewhere', 302, { location: 'https://example.com/' }],
  ])('is not found where %s', async (_what, status, headers) => {
    const server = await served((_request, response) => response.writeHead(status, headers).end('X'));
    const reply = await serveDevRenderer(server, `${PAGE}/a.js`);
    expect(reply.status).toBe(404);
    expect(await reply.text()).toBe('Not found');
    expect(reply.headers.get('content-security-policy')).toContain("connect-src 'none'");
  });

  it('is not found where nobody listens', async () => {
    const reply = await serveDevRenderer(new URL('http://127.0.0.1:1'), `${PAGE}/a.js`);
    expect(reply.status).toBe(404);
  });
});
