import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInRange } from '../../../app/proxies/ip-range.ts';
import { isNamedByNoProxy } from '../../../app/proxies/no-proxy.ts';
import { isLocal, targetOf } from '../../../app/proxies/target.ts';

const names = (noProxy: string, host: string, port = 443): boolean =>
  isNamedByNoProxy(targetOf('https', host, port), noProxy);

describe('NO_PROXY', () => {
  it.each([
    ['example.com', 'example.com'],
    ['example.com', 'db.example.com'],
    ['.example.com', 'db.example.com'],
    ['.example.com', 'example.com'],
    ['*.example.com', 'db.example.com'],
    ['EXAMPLE.com', 'db.Example.COM.'],
    ['a.test, example.com', 'example.com'],
    ['a.test example.com', 'example.com'],
    ['example.com:443', 'example.com'],
    ['*', 'anything.test'],
    ['10.0.0.0/8', '10.1.2.3'],
    ['10.1.2.3', '10.1.2.3'],
    ['10.1.2.3:443', '10.1.2.3'],
    ['2001:db8::/32', '2001:db8:1::5'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['2001:db8::1', '2001:db8:0:0:0:0:0:1'],
    ['0.0.0.0/0', '8.8.8.8'],
  ])('%j names %j', (noProxy, host) => {
    expect(names(noProxy, host)).toBe(true);
  });

  it.each([
    ['', 'example.com'],
    ['example.com', 'notexample.com'],
    ['example.com', 'example.com.evil.test'],
    ['db.example.com', 'example.com'],
    ['example.com:80', 'example.com'],
    ['10.0.0.0/8', '11.0.0.1'],
    ['10.0.0.0/33', '10.0.0.1'],
    ['10.0.0.0/', '10.0.0.1'],
    ['10.0.0.0/8', 'example.com'],
    ['0.1', '10.0.0.1'],
    ['.', 'example.com'],
    ['*.', 'example.com'],
    [',,,', 'example.com'],
    ['2001:db8::/32', '2001:db9::1'],
  ])('%j does not name %j', (noProxy, host) => {
    expect(names(noProxy, host)).toBe(false);
  });

  it('takes any text without failing, and soon', () => {
    fc.assert(fc.property(fc.string(), fc.domain(), (text, host) => typeof names(text, host) === 'boolean'));
    const start = performance.now();
    names(`${'a.'.repeat(50_000)},${'x,'.repeat(100_000)}`, 'example.com');
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe('a range of addresses', () => {
  it('holds exactly those with its first bits', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const v4 = fc.tuple(byte, byte, byte, byte);
    const bits = (parts: readonly number[]): string =>
      parts.map((part) => part.toString(2).padStart(8, '0')).join('');
    fc.assert(
      fc.property(v4, v4, fc.integer({ min: 0, max: 32 }), (one, other, length) => {
        const isIn = bits(one).slice(0, length) === bits(other).slice(0, length);
        expect(isInRange(one.join('.'), `${other.join('.')}/${length}`)).toBe(isIn);
      }),
    );
  });
});

describe('what never goes by a proxy', () => {
  it.each([
    'localhost',
    'rds.localhost',
    '127.0.0.1',
    '127.8.8.8',
    '::1',
    '[::1]',
    '::ffff:127.0.0.1',
    '169.254.169.254',
    '169.254.170.2',
    '169.254.170.23',
    'fd00:ec2::254',
    'fd00:ec2::23',
    'fe80::1',
  ])('is %s', (host) => {
    expect(isLocal(targetOf('http', host, 80))).toBe(true);
  });

  it.each([
    'sts.amazonaws.com',
    '10.0.0.1',
    '128.0.0.1',
    'localhost.evil.test',
    'fd00:ec3::254',
    '2001:db8::1',
  ])('is not %s', (host) => {
    expect(isLocal(targetOf('https', host, 443))).toBe(false);
  });
});
