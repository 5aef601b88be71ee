import { createSocket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { requests } from '../../app/contract.ts';
import { ask } from './driver.ts';
import { expect, test } from './fixtures.ts';

const hostile: readonly unknown[] = [
  undefined,
  null,
  'text',
  [],
  { __proto__: null, constructor: 'x' },
  { unknown: true },
  { endpointId: 'x'.repeat(100_000), dbUser: 'u' },
];

/** The bridge's name of each request. */
const methods = Object.keys(requests).map((channel) => {
  const [module = '', name = ''] = channel
    .split(':')
    .map((part) => part.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()));
  return [module, name] as const;
});

test('every request refuses what is not of its form', async ({ latchkey }) => {
  for (const [module, method] of methods) {
    for (const input of hostile) {
      expect(
        await ask(latchkey.page, module, method, input),
        `${module}.${method} ${JSON.stringify(input)?.slice(0, 40)}`,
      ).toMatchObject({
        ok: false,
        error: { code: 'invalid-input' },
      });
    }
  }
});

test('a frame inside the window is answered nothing', async ({ latchkey }) => {
  const { page } = latchkey;
  const answer = await page.evaluate(async () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const inner: unknown = frame.contentWindow && Reflect.get(frame.contentWindow, 'latchkey');
    if (typeof inner !== 'object' || inner === null) return 'no bridge';
    const windowApi: unknown = Reflect.get(inner, 'window');
    const call: unknown = Reflect.get(Object(windowApi), 'snapshot');
    const reply: unknown = typeof call === 'function' ? await call({}) : null;
    return reply;
  });
  if (answer !== 'no bridge') expect(answer).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
});

test('the bridge holds named methods and nothing else', async ({ latchkey }) => {
  const names = await latchkey.page.evaluate(() => {
    const bridge: unknown = Reflect.get(globalThis, 'latchkey');
    return Object.values(Object(bridge)).flatMap((module) =>
      Object.values(Object(module)).map((one) => typeof one),
    );
  });
  expect(new Set(names)).toEqual(new Set(['function']));
  const leaked = await latchkey.page.evaluate(() =>
    ['require', 'process', 'module', 'ipcRenderer', 'electron', 'Buffer'].filter((name) =>
      Reflect.has(globalThis, name),
    ),
  );
  expect(leaked).toEqual([]);
});

test('the window talks to nobody and opens nothing', async ({ latchkey }) => {
  const { page } = latchkey;
  const outcome = await page.evaluate(async () => {
    const fetched = await fetch('https://example.com/').then(
      () => 'fetched',
      () => 'refused',
    );
    const opened = window.open('https://example.com/');
    const script = document.createElement('script');
    script.textContent = 'window.__injected = true';
    document.body.append(script);
    const permission = await navigator.permissions.query({ name: 'geolocation' }).then(
      ({ state }) => state,
      () => 'denied',
    );
    return {
      fetched,
      opened: opened === null || opened.closed,
      injected: Reflect.has(window, '__injected'),
      permission,
    };
  });
  expect(outcome).toMatchObject({ fetched: 'refused', injected: false });
  expect(outcome.permission).not.toBe('granted');
  await expect.poll(() => page.context().pages().length).toBe(1);
});

test('the window goes nowhere, not even while it still loads', async ({ latchkey }) => {
  const { page } = latchkey;
  const address = page.url();
  await page.evaluate(() => {
    location.href = 'https://example.com/';
  });
  const place = (): Promise<string> => page.evaluate(() => location.href);
  await expect.poll(place).toBe(address);
  await expect.poll(() => ask(page, 'window', 'snapshot', {})).toMatchObject({ ok: true });
  expect(await place()).toBe(address);
});

test('the page comes under its content security policy', async ({ latchkey }) => {
  const policy = await latchkey.page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.originalPolicy));
        const script = document.createElement('script');
        script.textContent = 'void 0';
        document.body.append(script);
      }),
  );
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("connect-src 'none'");
  expect(policy).not.toContain('unsafe');
});

test('nothing leaves by WebRTC, for which no content security policy holds', async ({ latchkey }) => {
  const socket = createSocket('udp4');
  let packets = 0;
  socket.on('message', () => (packets += 1));
  await new Promise<void>((resolve) => socket.bind(0, '0.0.0.0', resolve));
  const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  const host = own.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
  const state = await latchkey.page.evaluate(async (server) => {
    const peer = new RTCPeerConnection({ iceServers: [{ urls: server }] });
    peer.createDataChannel('x');
    await peer.setLocalDescription(await peer.createOffer());
    const done = new Promise<void>((resolve) => {
      const look = (): void => void (peer.iceGatheringState === 'complete' && resolve());
      peer.addEventListener('icegatheringstatechange', look);
      look();
    });
    await done;
    peer.close();
    return 'gathered';
  }, `stun:${host}:${socket.address().port}`);
  socket.close();
  expect([state, packets]).toEqual(['gathered', 0]);
});
