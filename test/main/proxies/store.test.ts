import { describe, expect, it } from 'vitest';
import { defaultProxyChoice } from '../../../app/proxies/model.ts';
import { noKeyStore } from '../../../main/gateway/local-passwords.ts';
import { askSystem } from '../../../main/proxies/ask-system.ts';
import { proxySchema, proxyStore } from '../../../main/proxies/store.ts';
import { memoryFile } from '../../app/clients/fake-launcher.ts';
import { testClock } from '../../app/test-clock.ts';

const own = { protocol: 'http', host: 'proxy.test', port: 3128, user: 'ana' } as const;
const choice = { ...defaultProxyChoice, use: 'own', own, hasPassword: true } as const;
const box = {
  isAvailable: () => true,
  seal: (text: string) => Buffer.from(`sealed ${text}`).toString('base64'),
  open: (sealed: string) => Buffer.from(sealed, 'base64').toString().replace('sealed ', ''),
};

describe('the password of a proxy', () => {
  it('is sealed in the file, and opened from it', async () => {
    const file = memoryFile(proxySchema.initial);
    await proxyStore(file, box).save(choice, 'hidden-word');
    expect(JSON.stringify(file.held())).not.toContain('hidden-word');
    expect(await proxyStore(file, box).load()).toEqual({ choice, password: 'hidden-word', problem: null });
  });

  it('is not written where there is no key store', async () => {
    const file = memoryFile(proxySchema.initial);
    expect((await proxyStore(file, noKeyStore).save(choice, 'hidden-word')).ok).toBe(true);
    expect(JSON.stringify(file.held())).not.toContain('hidden-word');
    const again = await proxyStore(file, noKeyStore).load();
    expect(again).toEqual({ choice: { ...choice, hasPassword: false }, password: '', problem: null });
  });

  it('that cannot be opened is asked for again, and the rest stays', async () => {
    const file = memoryFile(proxySchema.initial);
    await proxyStore(file, box).save(choice, 'hidden-word');
    const broken = {
      ...box,
      open: () => {
        throw new Error('another key');
      },
    };
    const { problem, choice: kept } = await proxyStore(file, broken).load();
    expect(problem).toMatchObject({ code: 'key-store-failed' });
    expect(kept.own).toEqual(own);
  });

  it('that the key store does not take is refused', async () => {
    const locked = {
      ...box,
      seal: () => {
        throw new Error('locked');
      },
    };
    const saved = await proxyStore(memoryFile(proxySchema.initial), locked).save(choice, 'hidden-word');
    expect(saved).toMatchObject({ error: { code: 'key-store-failed' } });
  });
});

it('a file with a proxy that cannot be is not used', () => {
  expect(proxySchema.parse({ ...proxySchema.initial, use: 'own', own: { ...own, host: 'a b' } })).toBeNull();
  expect(proxySchema.parse({ ...proxySchema.initial, own: { ...own, password: 'x' } })).toBeNull();
  expect(proxySchema.parse(proxySchema.initial)).toEqual({ value: proxySchema.initial, complete: true });
});

describe('the system', () => {
  it('is asked once for a host in a moment, and again after it', async () => {
    const clock = testClock();
    let asked = 0;
    const ask = askSystem(async () => `PROXY p${(asked += 1)}:1`, clock);
    expect(await ask('https://a/')).toBe('PROXY p1:1');
    expect(await ask('https://a/')).toBe('PROXY p1:1');
    expect(await ask('https://b/')).toBe('PROXY p2:1');
    clock.advance(15_000);
    expect(await ask('https://a/')).toBe('PROXY p3:1');
  });

  it('that never answers, or fails, has no proxy', async () => {
    const clock = testClock();
    expect(await askSystem(() => new Promise(() => undefined), clock, 20)('https://a/')).toBeNull();
    expect(await askSystem(() => Promise.reject(new Error('no')), clock)('https://a/')).toBeNull();
  });
});
