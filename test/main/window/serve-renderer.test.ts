import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serveRenderer } from '../../../main/window/serve-renderer.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A built renderer with its neighbours, as in the package. */
function built() {
  const folder = temporaryFolder();
  const root = join(folder, 'renderer');
  mkdirSync(join(root, 'assets', 'folder.js'), { recursive: true });
  mkdirSync(join(folder, 'renderer-other'));
  writeFileSync(join(root, 'index.html'), '<meta content="%CSP_NONCE%"><b>%CSP_NONCE%</b>');
  writeFileSync(join(root, 'assets', 'app.js'), 'x = "%CSP_NONCE%"');
  writeFileSync(join(root, 'assets', 'font.woff2'), new Uint8Array([0, 255, 128]));
  writeFileSync(join(root, 'secret.json'), '{}');
  writeFileSync(join(folder, 'outside.js'), 'outside');
  writeFileSync(join(folder, 'renderer-other', 'near.js'), 'near');
  symlinkSync(join(folder, 'outside.js'), join(root, 'link.js'));
  symlinkSync(folder, join(root, 'up'));
  return { folder, get: (path: string) => serveRenderer(root, `latchkey-app://window${path}`) };
}

const nonceOf = (reply: Response) =>
  /'nonce-([^']+)'/.exec(reply.headers.get('content-security-policy') ?? '')?.[1] ?? '';

describe('the renderer\u2019s own files', () => {
  it('come under the exact policy', async () => {
    const { get } = built();
    const reply = await get('/index.html');
    expect(reply.status).toBe(200);
    const nonce = nonceOf(reply);
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    expect(Object.fromEntries(reply.headers)).toEqual({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; " +
        `style-src 'self' 'nonce-${nonce}'; img-src 'self'; font-src 'self'; connect-src 'none'; ` +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(await reply.text()).toBe(`<meta content="${nonce}"><b>${nonce}</b>`);
  });

  it('have a new nonce each time', async () => {
    const { get } = built();
    expect(nonceOf(await get('/'))).not.toBe(nonceOf(await get('/')));
  });

  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/assets/app.js?v=1#x', 'text/javascript; charset=utf-8'],
    ['/assets/%61pp.js', 'text/javascript; charset=utf-8'],
    ['/assets/font.woff2', 'font/woff2'],
  ])('%s is %s', async (path, type) => {
    const reply = await built().get(path);
    expect(reply.headers.get('content-type')).toBe(type);
  });

  it('other than pages come byte for byte', async () => {
    const { get } = built();
    expect(await (await get('/assets/app.js')).text()).toBe('x = "%CSP_NONCE%"');
    expect(new Uint8Array(await (await get('/assets/font.woff2')).arrayBuffer())).toEqual(
      new Uint8Array([0, 255, 128]),
    );
  });
});

describe('what is not the renderer\u2019s', () => {
  it.each([
    '/missing.js',
    '/secret.json',
    '/assets',
    '/assets/',
    '/assets/folder.js',
    '/../outside.js',
    '/..%2foutside.js',
    '/assets/..%2f..%2foutside.js',
    '/%2e%2e/outside.js',
    '/%2e%2e%2foutside.js',
    '/%252e%252e%252foutside.js',
    '/..%2frenderer-other%2fnear.js',
    '/..%5coutside.js',
    '/..\\outside.js',
    '/link.js',
    '/up/outside.js',
    '/index.html%00.js',
    '/index.html%00',
    '/%',
    '/INDEX.HTML',
    '//etc/passwd',
    '/constructor',
  ])('%s is not found', async (path) => {
    const reply = await built().get(path);
    expect(reply.status).toBe(404);
    expect(await reply.text()).toBe('Not found');
    expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('includes what is no address', async () => {
    expect((await serveRenderer(temporaryFolder(), 'nonsense')).status).toBe(404);
  });

  it('includes everything where there is no renderer', async () => {
    expect((await serveRenderer('/no/such/folder', 'latchkey-app://window/')).status).toBe(404);
  });
});
