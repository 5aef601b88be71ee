import { isIP } from 'node:net';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { address, hostName } from '../../../app/common/address.ts';

it.each([
  'orders.abc.eu-west-1.rds.amazonaws.com',
  'ORDERS.abc.eu-west-1.rds.amazonaws.com',
  'localhost',
  'db_1.internal',
  'xn--bcher-kva.example',
  '127.0.0.1',
  '::1',
  'fe80::1',
  '::ffff:10.0.0.1',
  '2001:db8:0:0:0:0:0:1',
  `${'a'.repeat(63)}.example`,
  Array.from({ length: 127 }, () => 'a').join('.'),
])('%s is a host', (host) => {
  expect(hostName.safeParse(host).success).toBe(true);
});

it.each([
  ['nothing', ''],
  ['an absolute path: a Unix socket to libpq', '/var/run/postgresql'],
  ['an abstract socket', '@socket'],
  ['a relative path', './socket'],
  ['a Windows path', 'C:\\pipe'],
  ['a list of hosts', 'db.example,evil.example'],
  ['a URL', 'postgresql://db.example'],
  ['a host and a port', 'db.example:5432'],
  ['a user and a host', 'me@db.example'],
  ['an option', '-hevil.example'],
  ['a label that ends with a dash', 'db-.example'],
  ['a space', 'db example'],
  ['a newline', 'db.example\n'],
  ['a NUL', 'db\0.example'],
  ['a percent sign', 'db%2eexample'],
  ['a dot at its end', 'db.example.'],
  ['a dot at its beginning', '.db.example'],
  ['two dots', 'db..example'],
  ['letters that are not ASCII', 'bücher.example'],
  ['a Cyrillic letter in a Latin name', 'оrders.example'],
  ['a full-width dot', 'db。example'],
  ['a part of an IPv4 address', '127.1'],
  ['an IPv4 address as one number', '2130706433'],
  ['an IPv4 address in hexadecimal', '0x7f.0.0.1'],
  ['an IPv4 address as one hexadecimal number', '0x7f000001'],
  ['an IPv4 address with octal parts', '0177.0.0.1'],
  ['an IPv4 address that is none', '1.2.3.999'],
  ['an IPv6 address in brackets', '[::1]'],
  ['an IPv6 address with a zone', 'fe80::1%eth0'],
  ['an IPv6 address that is none', ':::'],
  ['too long a label', `${'a'.repeat(64)}.example`],
  ['too long a name', `${'a.'.repeat(127)}a`],
])('%s is not a host', (_what, host) => {
  expect(hostName.safeParse(host).success).toBe(false);
});

it('a host with a colon, or with a number at its end, is an address to the system as well', () => {
  const part = fc.constantFrom('0', '1', '10', '255', '256', '0x7f', '01', 'a', '::', ':', 'ffff', '.', '-');
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
      (host) => {
        if (!hostName.safeParse(host).success) return;
        if (/:|(^|\.)(\d+|0x[0-9a-f]*)$/i.test(host)) expect(isIP(host)).not.toBe(0);
      },
    ),
    { numRuns: 5_000 },
  );
});

it.each([0, 65_536, 1.5, Number.NaN])('a port is not %s', (port) => {
  expect(address.safeParse({ host: 'db.example', port }).success).toBe(false);
});
