import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tableplus } from '../../../../app/clients/catalogue/tableplus.ts';
import { launchMethodFor } from '../../../../app/clients/launch-method.ts';
import { oddName } from '../odd-values.ts';
import { gatewayEndpoint, entryOf, entryText, oddGatewayEndpoint, PASSWORD, started } from './opening.ts';

/** The form: "Copy as URL" in TablePlus/TablePlus#914 and #3422; how it is opened: #227 and TablePlus-Windows#342. */
describe('TablePlus', () => {
  const plain =
    'postgresql://alice:Pw1@127.0.0.1:15432/shop?statusColor=C62828&env=production&name=orders%20%28Latchkey%2015432%29&tLSMode=0&usePrivateKey=false';
  const odd =
    'mysql://-u%27x%22%20%24%28id%29%40corp%3A%2541%5C:p%27%22%25%7C%3A%40%5C%24%60%26%3D-@127.0.0.1:15432/--d%20%C3%A9%26x%3D1%3B%252F%60?name=-o%20%22%24HOME%22%20%60id%60%20%25PATH%25%20%7C%20%C3%A9%20%28Latchkey%2015432%29&tLSMode=0&usePrivateKey=false';

  it('is handed the address by macOS', () => {
    const open = ['/usr/bin/open', '-a', '/Applications/Client.app'];
    expect(started(tableplus, 'darwin', gatewayEndpoint, 'Pw1')).toEqual({
      words: [...open, plain],
      set: {},
    });
    expect(
      started(tableplus, 'darwin', { ...oddGatewayEndpoint, family: 'mysql', environment: null }, PASSWORD)
        .words,
    ).toEqual([...open, odd]);
  });

  it('gets the address as its one argument on Windows', () => {
    expect(started(tableplus, 'win32', gatewayEndpoint, 'Pw1')).toEqual({
      words: ['/P/client', plain],
      set: {},
    });
  });

  it('has no way on Linux, and says why', () => {
    expect(launchMethodFor(tableplus, 'gateway', { platform: 'linux', foundIn: 'program' })).toBeNull();
    expect(tableplus.caution?.('linux', null)).toContain('cannot be opened with a connection on Linux');
  });

  it.each([
    ['prod', 'statusColor=C62828&env=production&'],
    ['staging', 'statusColor=B26A00&env=staging&'],
    ['dev', 'statusColor=2E7D32&env=development&'],
    ['other', ''],
  ] as const)('shows %s in its colour', (kind, look) => {
    const { words } = started(tableplus, 'win32', { ...gatewayEndpoint, environment: { label: 'x', kind } });
    expect(words[1]).toContain(`/shop?${look}name=`);
  });

  it('reads the values back as they went in', () => {
    fc.assert(
      fc.property(oddName, oddName, oddName, (name, dbUser, database) => {
        const to = { ...gatewayEndpoint, name, dbUser, database, family: 'mariadb' } as const;
        const url = new URL(started(tableplus, 'win32', to).words[1] ?? '');
        expect(decodeURIComponent(url.password)).toBe(PASSWORD);
        expect(decodeURIComponent(url.username)).toBe(dbUser.replace(/\p{Surrogate}/gu, '\u{fffd}'));
        expect([...url.searchParams.keys()]).toEqual([
          'statusColor',
          'env',
          'name',
          'tLSMode',
          'usePrivateKey',
        ]);
        expect(url.host).toBe('127.0.0.1:15432');
      }),
    );
  });

  it('is set up once with the address without a password, and the command where there is one', () => {
    expect(entryText(tableplus, entryOf(gatewayEndpoint))).toBe(`${plain.replace(':Pw1', '')}\n`);
    const command = ['/opt/Latch key/latchkey', 'password', "o'rders"];
    const posix = tableplus.setUp?.(entryOf(gatewayEndpoint, command), 'darwin').steps[1];
    expect(posix).toContain(`'/opt/Latch key/latchkey' password 'o'\\''rders'`);
    const windows = tableplus.setUp?.(
      entryOf(gatewayEndpoint, ['C:\\L k\\latchkey.exe', 'password', 'or ders']),
      'win32',
    );
    expect(windows?.steps[1]).toContain('"C:\\L k\\latchkey.exe" password "or ders"');
    expect(
      tableplus.setUp?.(entryOf(gatewayEndpoint, ['latchkey', 'password', '%PATH%']), 'win32').steps[1],
    ).toContain('Paste the local password');
  });
});
