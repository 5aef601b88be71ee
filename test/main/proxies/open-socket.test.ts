import * as fc from 'fast-check';
import { PassThrough, Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { ProxyList } from '../../../app/proxies/model.ts';
import { connectByHttp } from '../../../main/proxies/http-connect.ts';
import { openSocket } from '../../../main/proxies/open-socket.ts';
import { ProxyError } from '../../../main/proxies/proxy-error.ts';
import { connectBySocks } from '../../../main/proxies/socks5.ts';
import { connectProxy, listening, proxyAt } from './test-proxies.ts';

const to = { host: 'db.example.com', port: 5432 };
const opened = (list: ProxyList, timeoutMs = 5_000, signal?: AbortSignal): Promise<Socket> =>
  openSocket(list, to, { timeoutMs, signal });

/** Why nothing was opened. */
async function refusal(attempt: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await attempt;
  } catch (cause) {
    if (cause instanceof ProxyError) return { code: cause.code, message: cause.message };
    throw cause;
  }
  throw new Error('it was opened');
}

async function firstWords(socket: Socket): Promise<string> {
  for await (const chunk of socket) {
    if (Buffer.isBuffer(chunk)) return chunk.toString();
  }
  return '';
}

/** A SOCKS 5 proxy that gives these answers one after the other, whatever it is asked. */
const socks = (...answers: readonly (readonly number[])[]): Promise<number> =>
  listening((socket) => {
    const left = [...answers];
    socket.on('data', () => socket.write(Buffer.from(left.shift() ?? [])));
  });

describe('through an HTTP proxy', () => {
  it('a host is reached by its name, and what it says first is not lost', async () => {
    const database = await listening((socket) => void socket.write('greeting'));
    const { port, asked } = await connectProxy({ leadsTo: database });
    const socket = await opened([proxyAt(port)]);
    expect(await firstWords(socket)).toBe('greeting');
    expect(asked).toEqual([{ to: 'db.example.com:5432', authorization: undefined }]);
  });

  it('a greeting in the same packet as the answer is not lost', async () => {
    const port = await listening((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\ngreeting'));
    });
    expect(await firstWords(await opened([proxyAt(port)]))).toBe('greeting');
  });

  it('user and password go in Basic, and into no message', async () => {
    const { port, asked } = await connectProxy({ refusal: '407 Proxy Authentication Required' });
    const { code, message } = await refusal(
      opened([proxyAt(port, { user: 'ana', password: 'hidden-wörd' })]),
    );
    expect(code).toBe('proxy-auth-required');
    expect(message).not.toMatch(/hidden|ana/);
    expect(asked[0]?.authorization).toBe(`Basic ${Buffer.from('ana:hidden-wörd').toString('base64')}`);
  });

  it.each([
    ['403 Forbidden', 'proxy-refused', 'does not connect to db.example.com:5432: 403 Forbidden'],
    ['503 Service Unavailable', 'proxy-refused', '503'],
    ['401 Unauthorized', 'proxy-auth-required', 'asks for a user and a password'],
    ['407 Nobody', 'proxy-auth-required', 'asks for a user and a password'],
    [`502 ${'x'.repeat(4_000)}`, 'proxy-refused', '502 xxx'],
  ])('%s is %s', async (line, code, words) => {
    const { port } = await connectProxy({ refusal: line });
    const said = await refusal(opened([proxyAt(port)]));
    expect(said.code).toBe(code);
    expect(said.message).toContain(words);
    expect(said.message.length).toBeLessThan(400);
  });

  it.each([
    ['accepts and says nothing', (): void => undefined, 'did not answer in'],
    ['closes at once', (socket: Socket) => void socket.destroy(), 'ended the connection'],
    [
      'speaks something else',
      (socket: Socket) => void socket.end('SSH-2.0-x\r\n\r\n'),
      'did not answer as an HTTP proxy',
    ],
    [
      'never ends its answer',
      (socket: Socket) => {
        socket.once('data', () => socket.write(Buffer.alloc(200_000, 'x')));
      },
      'did not answer as an HTTP proxy',
    ],
  ])('one that %s is unreachable, in time', async (_what, serve, words) => {
    const port = await listening(serve);
    const said = await refusal(opened([proxyAt(port)], 300));
    expect(said.code).toBe('proxy-unreachable');
    expect(said.message).toContain(words);
  });

  it('one where nothing listens gives its turn to the next, and one that refuses does not', async () => {
    const database = await listening((socket) => void socket.write('greeting'));
    const good = await connectProxy({ leadsTo: database });
    const bad = await connectProxy({ refusal: '403 Forbidden' });
    const gone = await listening(() => undefined);
    const nobody = proxyAt(1);
    expect(await firstWords(await opened([nobody, proxyAt(good.port)]))).toBe('greeting');
    // one that is silent leaves time for the next
    expect(await firstWords(await opened([proxyAt(gone), proxyAt(good.port)], 1_000))).toBe('greeting');
    expect(await refusal(opened([proxyAt(bad.port), proxyAt(good.port)]))).toMatchObject({
      code: 'proxy-refused',
    });
    expect(await refusal(opened([nobody]))).toMatchObject({ code: 'proxy-unreachable' });
    expect(good.asked).toHaveLength(2);
  });

  it('an attempt that is not wanted any more ends, and closes what is open', async () => {
    const closed: Promise<void>[] = [];
    const port = await listening((socket) => {
      closed.push(new Promise((resolve) => socket.resume().once('close', () => resolve())));
    });
    const gone = new AbortController();
    const attempt = opened([proxyAt(port)], 60_000, gone.signal);
    setTimeout(() => gone.abort(), 50);
    await expect(attempt).rejects.toThrow();
    await Promise.all(closed);
  });
});

describe('through a SOCKS 5 proxy', () => {
  const at = (port: number, over = {}): ProxyList => [proxyAt(port, { protocol: 'socks5', ...over })];

  it.each([
    ['an IPv4 address', [5, 0, 0, 1, 1, 2, 3, 4, 0, 80]],
    ['an IPv6 address', [5, 0, 0, 4, ...Array.from({ length: 16 }, () => 7), 0, 80]],
    ['a name', [5, 0, 0, 3, 2, 97, 98, 0, 80]],
  ])(
    'an answer with %s is read to its end, and what the host says after it is not lost',
    async (_what, reply) => {
      const port = await socks([5, 0], [...reply, ...Buffer.from('greeting')]);
      expect(await firstWords(await opened(at(port)))).toBe('greeting');
    },
  );

  it.each([
    [[5, 0xff], 'proxy-auth-required', 'asks for a user and a password'],
    [[5, 2], 'proxy-auth-required', 'asks for a user and a password'],
    [[4, 0], 'proxy-unreachable', 'did not answer as a SOCKS 5 proxy'],
    [[72, 84], 'proxy-unreachable', 'did not answer as a SOCKS 5 proxy'],
  ])('the method %j is %s', async (method, code, words) => {
    const said = await refusal(opened(at(await socks(method))));
    expect(said.code).toBe(code);
    expect(said.message).toContain(words);
  });

  it('a wrong password is told so', async () => {
    const port = await socks([5, 2], [1, 1]);
    const said = await refusal(opened(at(port, { user: 'ana', password: 'hidden-word' })));
    expect(said).toMatchObject({ code: 'proxy-auth-required' });
    expect(said.message).not.toContain('hidden-word');
  });

  it.each([
    [2, 'its rules do not allow it'],
    [4, 'out of reach'],
    [5, 'refused there'],
    [99, 'reply 99'],
  ])('the reply %i is a refusal', async (reply, words) => {
    const said = await refusal(opened(at(await socks([5, 0], [5, reply, 0, 1, 0, 0, 0, 0, 0, 0]))));
    expect(said.code).toBe('proxy-refused');
    expect(said.message).toContain(words);
  });

  it('silence ends in time', async () => {
    expect(await refusal(opened(at(await listening(() => undefined)), 300))).toMatchObject({
      code: 'proxy-unreachable',
    });
    expect(await refusal(opened(at(await socks([5, 0])), 300))).toMatchObject({ code: 'proxy-unreachable' });
  });
});

describe('any answer of a proxy', () => {
  /** A proxy that says these bytes in these pieces and ends. */
  function saying(pieces: readonly Uint8Array[]): Duplex {
    const stream = new PassThrough();
    const out = Duplex.from({ readable: stream, writable: new PassThrough().resume() });
    out.on('error', () => undefined);
    for (const piece of pieces) stream.write(piece);
    stream.end();
    return out;
  }

  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.constantFrom(
      Buffer.from('HTTP/1.1 200 OK\r\n\r\n'),
      Buffer.from('HTTP/1.1 999'),
      Buffer.from([5, 0]),
      Buffer.from([5, 2, 1, 0]),
      Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
    ),
  );

  it.each([
    ['http', connectByHttp],
    ['socks5', connectBySocks],
  ] as const)('(%s) leads to a connection or to a refusal with a code', async (protocol, ask) => {
    await fc.assert(
      fc.asyncProperty(fc.array(bytes, { maxLength: 5 }), async (pieces) => {
        const proxy = proxyAt(1, { protocol, user: 'u', password: 'p' });
        const end = await ask(saying(pieces), proxy, to).catch((cause: unknown) => cause);
        expect(end === undefined || end instanceof ProxyError).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
