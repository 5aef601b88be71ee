import { expect, it } from 'vitest';
import { navicat } from '../../../../app/clients/catalogue/navicat.ts';
import { gatewayEndpoint, entryOf, oddGatewayEndpoint, started } from './opening.ts';

it('Navicat is only started, for it documents no way to open a connection', () => {
  expect(started(navicat, 'darwin', oddGatewayEndpoint).words).toEqual([
    '/usr/bin/open',
    '-a',
    '/Applications/Client.app',
  ]);
  expect(started(navicat, 'win32', oddGatewayEndpoint)).toEqual({ words: ['/P/client'], set: {} });
  expect(started(navicat, 'linux', oddGatewayEndpoint)).toEqual({ words: ['/I/client.AppImage'], set: {} });
  expect(navicat.setUp?.(entryOf(gatewayEndpoint), 'win32')).toMatchObject({
    steps: [
      'In Navicat choose Connection, PostgreSQL, and name the connection “orders (Latchkey 15432)”.',
      'Host 127.0.0.1, port 15432, user name alice, initial database shop; no SSL.',
      expect.any(String),
    ],
    entry: null,
  });
});
