import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chosenBySystem, chosenWithoutSystem, nowOf } from '../../../app/proxies/choose.ts';
import { proxyList, type Proxy } from '../../../app/proxies/model.ts';
import { readPac } from '../../../app/proxies/pac.ts';
import { sessionProxyOf } from '../../../app/proxies/session-proxy.ts';
import { targetOf } from '../../../app/proxies/target.ts';

const own: Proxy = { protocol: 'socks5', host: 'own.test', port: 1080, user: 'ana', password: 'hidden-word' };
const sts = targetOf('https', 'sts.eu-west-1.amazonaws.com', 443);
const at = (host: string, over: Partial<Proxy> = {}): Proxy => ({
  protocol: 'http',
  host,
  port: 3128,
  user: '',
  password: '',
  ...over,
});
const chosen = (env: Record<string, string>, use: 'system' | 'none' | 'own' = 'system', target = sts) =>
  chosenWithoutSystem(target, { use, own, env });

describe('which proxies', () => {
  it('the environment names, in either case, lower case first', () => {
    expect(chosen({ HTTPS_PROXY: 'http://a:3128' })?.list).toEqual({ ok: true, value: [at('a')] });
    expect(chosen({ HTTPS_PROXY: 'http://a:3128', https_proxy: 'b:3128' })?.list).toEqual({
      ok: true,
      value: [at('b')],
    });
    expect(chosen({ ALL_PROXY: 'http://a:3128' })?.list).toEqual({ ok: true, value: [at('a')] });
    expect(chosen({ HTTPS_PROXY: '', all_proxy: 'http://a:3128' })?.list).toEqual({
      ok: true,
      value: [at('a')],
    });
    // a proxy for plain HTTP is not one for AWS
    expect(chosen({ HTTP_PROXY: 'http://a:3128' })).toBeNull();
    expect(
      chosen({ HTTP_PROXY: 'http://a:3128' }, 'system', targetOf('http', 'aws.test', 80))?.list,
    ).toMatchObject({ ok: true });
    expect(chosen({})).toBeNull();
  });

  it('NO_PROXY leaves out, also beside an own one', () => {
    const env = { HTTPS_PROXY: 'http://a:3128', NO_PROXY: 'amazonaws.com' };
    expect(chosen(env)).toEqual({ list: { ok: true, value: ['direct'] }, saidBy: 'environment' });
    expect(chosen(env, 'own')?.list).toEqual({ ok: true, value: ['direct'] });
    expect(chosen({}, 'own')).toEqual({ list: { ok: true, value: [own] }, saidBy: 'choice' });
    expect(chosen({ HTTPS_PROXY: 'http://a:3128' }, 'none')?.list).toEqual({ ok: true, value: ['direct'] });
  });

  it('is refused in words where the environment names none that can be used, and not got round', () => {
    const { list } = chosen({ HTTPS_PROXY: 'socks4://ana:hidden-word@a' }) ?? {};
    expect(list).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    expect(JSON.stringify(list)).not.toContain('hidden-word');
    expect(JSON.stringify(list)).toContain('HTTPS_PROXY');
  });

  it('never lead to credentials of this machine or to what is on it, whoever names them', () => {
    for (const host of ['169.254.169.254', '169.254.170.2', 'fd00:ec2::254', '127.0.0.1', 'localhost']) {
      for (const use of ['system', 'own'] as const) {
        const list = chosen({ ALL_PROXY: 'http://a:3128' }, use, targetOf('http', host, 80))?.list;
        expect(list).toEqual({ ok: true, value: ['direct'] });
      }
    }
  });

  it('are shown without a password', () => {
    const now = nowOf({ list: { ok: true, value: [own] }, saidBy: 'choice' });
    expect(now.proxies).toEqual([{ protocol: 'socks5', host: 'own.test', port: 1080, user: 'ana' }]);
    expect(nowOf(chosenBySystem('PROXY a:3128; DIRECT'))).toMatchObject({
      proxies: [{ host: 'a' }],
      saidBy: 'system',
    });
    expect(nowOf(chosenBySystem('DIRECT'))).toEqual({ proxies: [], saidBy: 'nobody', problem: null });
    expect(nowOf(chosenBySystem(null)).saidBy).toBe('nobody');
  });
});

describe("the system's answer", () => {
  it.each<[string, ReturnType<typeof readPac>]>([
    ['DIRECT', ['direct']],
    ['PROXY a:3128', [at('a')]],
    [
      'PROXY a:3128; HTTPS b:443; SOCKS5 c:1080; DIRECT',
      [
        at('a'),
        at('b', { protocol: 'https', port: 443 }),
        at('c', { protocol: 'socks5', port: 1080 }),
        'direct',
      ],
    ],
    ['proxy a:3128;direct', [at('a'), 'direct']],
    ['SOCKS c:1', [at('c', { protocol: 'socks5', port: 1 })]],
    ['PROXY [2001:db8::1]:3128', [at('2001:db8::1')]],
    // what is not understood is left out
    ['SOCKS4 c:1; PROXY a:3128', [at('a')]],
    ['PROXY a b; PROXY a:3128', [at('a')]],
    ['PROXY ana:p@a:3128', ['direct']],
    ['PROXY http://a:3128', ['direct']],
    ['', ['direct']],
    ['NONSENSE', ['direct']],
  ])('%j is read in its order', (answer, list) => {
    expect(readPac(answer)).toEqual(list);
  });

  it('of any text is a list that can be tried', () => {
    const entry = fc.tuple(
      fc.constantFrom('PROXY', 'HTTPS', 'SOCKS5', 'DIRECT', 'X'),
      fc.oneof(fc.domain(), fc.string()),
    );
    const answer = fc.oneof(
      fc.string(),
      fc.array(entry).map((all) => all.map((one) => one.join(' ')).join(';')),
    );
    fc.assert(
      fc.property(answer, (text) => {
        expect(proxyList.safeParse(readPac(text)).success).toBe(true);
      }),
    );
  });
});

it('updates go the same way, in Chromium’s words and without a password', () => {
  expect(sessionProxyOf(['direct'])).toEqual({ mode: 'direct' });
  expect(sessionProxyOf([at('a'), own, 'direct'])).toEqual({
    mode: 'fixed_servers',
    proxyRules: 'http://a:3128,socks5://own.test:1080,direct://',
  });
});
