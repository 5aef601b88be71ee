import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proxy, proxyText, readProxy, type Proxy } from '../../../app/proxies/model.ts';

const plain: Proxy = { protocol: 'http', host: 'proxy.example.com', port: 3128, user: '', password: '' };

describe("a proxy's address", () => {
  it.each<[string, Partial<Proxy>]>([
    ['http://proxy.example.com:3128', {}],
    ['http://proxy.example.com:3128/', {}],
    [' proxy.example.com:3128 ', {}],
    ['HTTP://proxy.example.com:3128', {}],
    ['http://proxy.example.com.:3128', {}],
    ['http://proxy.example.com', { port: 80 }],
    ['https://proxy.example.com', { protocol: 'https', port: 443 }],
    ['socks5://proxy.example.com', { protocol: 'socks5', port: 1080 }],
    ['socks5h://proxy.example.com:1', { protocol: 'socks5', port: 1 }],
    ['socks://10.0.0.1:1', { protocol: 'socks5', host: '10.0.0.1', port: 1 }],
    ['http://[2001:db8::1]:3128', { host: '2001:db8::1' }],
    ['http://ana@proxy.example.com:3128', { user: 'ana' }],
    ['http://ana:p%40ss%3Aword@proxy.example.com:3128', { user: 'ana', password: 'p@ss:word' }],
    ['http://CORP%5Cana:p@ss@proxy.example.com:3128', { user: 'CORP\\ana', password: 'p@ss' }],
    ['http://ana:100%@proxy.example.com:3128', { user: 'ana', password: '100%' }],
  ])('%j is read', (text, over) => {
    expect(readProxy(text)).toEqual({ ok: true, value: { ...plain, ...over } });
  });

  it.each([
    '',
    ' ',
    'http://',
    'http://:3128',
    'ftp://proxy.example.com',
    'socks4://proxy.example.com',
    'http://proxy.example.com:0',
    'http://proxy.example.com:65536',
    'http://proxy.example.com:3128/path',
    'http://proxy.example.com:3128?x',
    'http://proxy example.com',
    'http://proxy.example.com\\@evil.example',
    'http://prоxy.example.com',
    'http://127.1:3128',
    'http://[::1',
    'http://[fe80::1%25eth0]:3128',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'http://ana%0d%0aX:p@proxy.example.com',
    'http://ana:p%00@proxy.example.com',
    `http://ana:${'p'.repeat(256)}@proxy.example.com`,
    `http://ana:${'é'.repeat(128)}@proxy.example.com`,
    `http://${'a'.repeat(3_000)}`,
  ])('%j is refused, and nothing of it is repeated', (text) => {
    const read = readProxy(text);
    if (read.ok) throw new Error('it was read');
    expect(read.error.code).toBe('invalid-input');
    expect(read.error.message).not.toContain('evil');
    expect(read.error.message).not.toContain('ppp');
  });

  it('is what was written, whatever user and password', () => {
    const text = fc.string({ maxLength: 60, unit: 'grapheme' }).filter((one) => !/[\p{Cc}:]/u.test(one));
    const hosts = fc.constantFrom('proxy.example.com', '10.0.0.1', '2001:db8::1', 'p');
    const protocols = fc.constantFrom('http' as const, 'https' as const, 'socks5' as const);
    fc.assert(
      fc.property(
        protocols,
        hosts,
        fc.integer({ min: 1, max: 65_535 }),
        text,
        text,
        (protocol, host, port, user, password) => {
          const given = { protocol, host, port, user, password };
          fc.pre(
            proxy.safeParse(given).success &&
              Buffer.byteLength(user) < 255 &&
              Buffer.byteLength(password) < 255,
          );
          const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`;
          expect(readProxy(proxyText(given).replace('://', `://${credentials}`))).toEqual({
            ok: true,
            value: given,
          });
        },
      ),
    );
  });

  it('of any text is either refused or one that can be dialled', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) => {
        const read = readProxy(text);
        if (read.ok) expect(proxy.safeParse(read.value).success).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
