import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { requests, type Channel } from '../../app/contract.ts';
import { createDispatch, type Handlers, type Sender } from '../../app/dispatch.ts';
import { sampleHandlers, validInputs } from './sample-requests.ts';

const ORIGIN = 'latchkey-app://window';
const trusted: Sender = { origin: ORIGIN, isMainFrame: true };
const channels = Object.keys(validInputs).filter((name): name is Channel => name in requests);

function latchkeyApp(over: Partial<Handlers> = {}) {
  const handlers = sampleHandlers();
  const report = vi.fn();
  const dispatch = createDispatch(ORIGIN, { ...handlers, ...over }, report);
  const called = () => Object.values(handlers).filter((one) => one.mock.calls.length > 0).length;
  return { handlers, report, dispatch, called };
}

/** Something as deep as a message could be. */
function deep(levels: number): unknown {
  let value: unknown = 'bottom';
  for (let level = 0; level < levels; level += 1) value = { value };
  return value;
}

it('has an example of every request', () => {
  expect(channels.toSorted()).toEqual(Object.keys(requests).toSorted());
});

describe.each(channels)('%s', (channel) => {
  const valid: Readonly<Record<string, unknown>> = validInputs[channel];

  it('reaches its handler, and no other, with what was sent', async () => {
    const { dispatch, handlers, called, report } = latchkeyApp();
    expect(await dispatch(trusted, channel, valid)).toMatchObject({ ok: true });
    expect(handlers[channel]).toHaveBeenCalledExactlyOnceWith(valid);
    expect(called()).toBe(1);
    expect(report).not.toHaveBeenCalled();
  });

  it.each([
    ['another origin', { origin: 'https://evil.example', isMainFrame: true }],
    ['no origin', { origin: null, isMainFrame: true }],
    ['an opaque origin', { origin: 'null', isMainFrame: true }],
    ['an origin that begins with the trusted one', { origin: `${ORIGIN}.evil.example`, isMainFrame: true }],
    ['an origin with a path', { origin: `${ORIGIN}/`, isMainFrame: true }],
    ['an origin in other case', { origin: ORIGIN.toUpperCase(), isMainFrame: true }],
    ['a sub-frame', { origin: ORIGIN, isMainFrame: false }],
  ])('refuses %s', async (_what, sender) => {
    const { dispatch, called } = latchkeyApp();
    expect(await dispatch(sender, channel, valid)).toMatchObject({
      ok: false,
      error: { code: 'not-allowed' },
    });
    expect(called()).toBe(0);
  });

  const wrong: [string, unknown][] = [
    ...[undefined, null, 'text', 7, true, [], [valid], JSON.stringify(valid), 9n].map(
      (input): [string, unknown] => [`no object: ${typeof input}`, input],
    ),
    ['an extra key', { ...valid, extra: 1 }],
    ['an own key __proto__', JSON.parse(`{"__proto__":{"admin":true}}`)],
    ['an own key constructor', { ...valid, constructor: 'x' }],
    ['a deep extra key', { ...valid, extra: deep(5_000) }],
    ...Object.keys(valid).flatMap((key): [string, unknown][] =>
      [
        7,
        typeof valid[key] === 'boolean' ? 'true' : true,
        ['x', 7],
        { value: 'x' },
        deep(5_000),
        'x'.repeat(100_000),
        Number.NaN,
      ].map((value, index): [string, unknown] => [`a wrong ${key} (${index})`, { ...valid, [key]: value }]),
    ),
    ...['dbUser', 'database', 'terminal']
      .filter((key) => key in valid)
      .map((key): [string, unknown] => [`a control character in ${key}`, { ...valid, [key]: 'a\nb' }]),
    ...(channel === 'settings:change' ? [] : Object.keys(valid)).map((key): [string, unknown] => [
      `a missing ${key}`,
      Object.fromEntries(Object.entries(valid).filter(([name]) => name !== key)),
    ]),
  ];

  it.each(wrong)('refuses %s', async (_what, input) => {
    const { dispatch, called } = latchkeyApp();
    expect(await dispatch(trusted, channel, input)).toMatchObject({
      ok: false,
      error: { code: 'invalid-input' },
    });
    expect(called()).toBe(0);
  });

  it('survives anything at all', async () => {
    const { dispatch } = latchkeyApp();
    await fc.assert(
      fc.asyncProperty(fc.anything({ withBigInt: true, withDate: true, withMap: true }), async (input) => {
        const reply = await dispatch(trusted, channel, input);
        expect(reply.ok || reply.error.code === 'invalid-input').toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('says "internal" of a handler that throws, and keeps the reason to the log', async () => {
    const cause = new Error('secret detail');
    const { dispatch, report } = latchkeyApp({ [channel]: () => Promise.reject(cause) });
    const reply = await dispatch(trusted, channel, valid);
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(reply)).not.toMatch(/secret detail|stack|\.ts/);
    expect(report).toHaveBeenCalledExactlyOnceWith(channel, cause);
  });

  it.each([
    [
      'an extra key in the value',
      async () => ({ ok: true, value: { ...(await good(channel)), token: 'X' } }),
    ],
    ['a value of another form', async () => ({ ok: true, value: 'text' })],
    ['no value', async () => ({ ok: true })],
    [
      'a stack in the error',
      async () => ({ ok: false, error: { code: 'internal', message: '', stack: 'X' } }),
    ],
    ['an unknown code', async () => ({ ok: false, error: { code: 'oops', message: 'X' } })],
  ])('says "internal" of a reply with %s', async (_what, handler) => {
    const { dispatch, report } = latchkeyApp({ [channel]: handler });
    const reply = await dispatch(trusted, channel, valid);
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(reply)).not.toContain('X');
    expect(report).toHaveBeenCalledOnce();
  });

  it('passes on a failure that a handler returns', async () => {
    const error = { code: 'unreachable', message: 'No network.', hint: 'Look at it.' };
    const { dispatch, report } = latchkeyApp({ [channel]: async () => ({ ok: false, error }) });
    expect(await dispatch(trusted, channel, valid)).toEqual({ ok: false, error });
    expect(report).not.toHaveBeenCalled();
  });
});

async function good(channel: Channel): Promise<object> {
  const reply = await sampleHandlers()[channel]();
  return reply.ok ? reply.value : {};
}

it.each([
  '',
  'window',
  'window:',
  'WINDOW:SNAPSHOT',
  'window:snapshot ',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
])('does not know the request %j', async (name) => {
  const { dispatch, called } = latchkeyApp();
  expect(await dispatch(trusted, name, {})).toMatchObject({
    ok: false,
    error: { code: 'unknown-channel' },
  });
  expect(called()).toBe(0);
});

it('tells a stranger nothing of which requests there are', async () => {
  const { dispatch } = latchkeyApp();
  const stranger = { origin: 'https://evil.example', isMainFrame: true };
  expect(await dispatch(stranger, 'window:snapshot', {})).toEqual(await dispatch(stranger, 'nothing', {}));
});
