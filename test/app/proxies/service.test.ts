import { describe, expect, it, vi } from 'vitest';
import { fail, succeed } from '../../../app/common/result.ts';
import { defaultProxyChoice, type ProxyChoice } from '../../../app/proxies/model.ts';
import { createProxies, type ProxiesPorts } from '../../../app/proxies/service.ts';
import { targetOf } from '../../../app/proxies/target.ts';

const sts = targetOf('https', 'sts.eu-west-1.amazonaws.com', 443);

function proxiesOf(over: Partial<ProxiesPorts> = {}) {
  const kept: { choice: ProxyChoice; password: string } = { choice: defaultProxyChoice, password: '' };
  const onChanged = vi.fn();
  const proxies = createProxies({
    store: {
      load: async () => ({ ...kept, problem: null }),
      async save(choice, password) {
        Object.assign(kept, { choice, password });
        return succeed(null);
      },
    },
    askSystem: null,
    env: {},
    chooseCaFile: async () => succeed('/certs/proxy.pem'),
    readCaFile: async () => succeed('PEM'),
    onChanged,
    ...over,
  });
  return { proxies, kept, onChanged };
}

describe('proxies', () => {
  it('take an own one, whose password is not told and is kept for the same proxy and user', async () => {
    const { proxies, kept, onChanged } = proxiesOf();
    expect(await proxies.setOwn('http://ana:hidden-word@proxy.test:3128', null)).toEqual(succeed({}));
    expect(kept.password).toBe('hidden-word');
    expect(await proxies.outbound.listFor(sts)).toMatchObject({
      value: [{ host: 'proxy.test', password: 'hidden-word' }],
    });
    expect(proxies.current().choice).toMatchObject({ use: 'own', own: { user: 'ana' }, hasPassword: true });
    await proxies.setOwn('http://ana@proxy.test:3128/', null);
    expect(kept.password).toBe('hidden-word');
    await proxies.setOwn('http://ana@other.test:3128', null);
    expect(kept).toMatchObject({ password: '', choice: { hasPassword: false } });
    await proxies.setOwn('http://ana@other.test:3128', 'typed-word');
    expect(kept.password).toBe('typed-word');
    expect(JSON.stringify(onChanged.mock.calls)).not.toMatch(/hidden-word|typed-word/);
  });

  it('lead to a database by those of the settings, or by its own one with the password of the same one alone', async () => {
    const { proxies } = proxiesOf({ env: { ALL_PROXY: 'socks5://all.test' } });
    const to = { host: 'db.example.com', port: 5432 };
    expect(await proxies.listForDatabase(null, to)).toMatchObject({ value: [{ host: 'all.test' }] });
    await proxies.setOwn('http://ana:hidden-word@proxy.test:3128', null);
    const own = { protocol: 'http', host: 'proxy.test', port: 3128, user: 'ana' } as const;
    expect(await proxies.listForDatabase(null, to)).toMatchObject({ value: [{ password: 'hidden-word' }] });
    expect(await proxies.listForDatabase(own, to)).toMatchObject({ value: [{ password: 'hidden-word' }] });
    for (const other of [
      { host: 'other.test' },
      { port: 1 },
      { user: '' },
      { protocol: 'socks5' as const },
    ]) {
      expect(await proxies.listForDatabase({ ...own, ...other }, to)).toMatchObject({
        value: [{ password: '' }],
      });
    }
  });

  it('stay as they are where the address is none or cannot be kept', async () => {
    const { proxies } = proxiesOf({
      store: {
        load: async () => ({ choice: defaultProxyChoice, password: '', problem: null }),
        save: async () => fail('file-unwritable', 'The disk is full.'),
      },
    });
    const before = proxies.outbound.generation();
    expect(await proxies.setOwn('ftp://proxy.test', null)).toMatchObject({
      error: { code: 'invalid-input' },
    });
    expect(await proxies.use('own')).toMatchObject({ error: { code: 'invalid-input' } });
    expect(await proxies.setOwn('http://proxy.test', null)).toMatchObject({
      error: { code: 'file-unwritable' },
    });
    expect(proxies.current().choice).toEqual(defaultProxyChoice);
    expect(proxies.outbound.generation()).toBe(before);
  });

  it('ask the system with the URL where nothing else is said, and at once where something is', async () => {
    const askSystem = vi.fn(async () => 'PROXY pac.test:8080');
    const { proxies } = proxiesOf({ askSystem });
    expect(await proxies.outbound.listFor(sts)).toMatchObject({ value: [{ host: 'pac.test', port: 8080 }] });
    expect(askSystem).toHaveBeenCalledWith('https://sts.eu-west-1.amazonaws.com:443/');
    await proxies.use('none');
    expect(proxies.outbound.listFor(sts)).toEqual(succeed(['direct']));
    expect(proxies.current().now).toEqual({ proxies: [], saidBy: 'choice', problem: null });
  });

  it('trust a CA file once it was read, until it is forgotten', async () => {
    const { proxies, kept } = proxiesOf();
    await proxies.chooseCa();
    expect(proxies.outbound.extraCa()).toBe('PEM');
    expect(kept.choice.caFile).toBe('/certs/proxy.pem');
    await proxies.forgetCa();
    expect(proxies.outbound.extraCa()).toBeNull();
    const broken = proxiesOf({ readCaFile: async () => fail('file-unreadable', 'It holds no certificate.') });
    expect(await broken.proxies.chooseCa()).toMatchObject({ error: { code: 'file-unreadable' } });
    expect(broken.proxies.outbound.extraCa()).toBeNull();
  });

  it('say at the start what is wrong with the file of a CA', async () => {
    const { proxies } = proxiesOf({
      store: {
        load: async () => ({
          choice: { ...defaultProxyChoice, caFile: '/gone.pem' },
          password: '',
          problem: null,
        }),
        save: async () => succeed(null),
      },
      readCaFile: async () => fail('file-unreadable', 'It is gone.'),
    });
    expect(await proxies.load()).toMatchObject({ code: 'file-unreadable' });
  });
});
