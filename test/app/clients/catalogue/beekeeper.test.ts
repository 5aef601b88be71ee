import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beekeeper } from '../../../../app/clients/catalogue/beekeeper.ts';
import { oddName } from '../odd-values.ts';
import {
  gatewayEndpoint,
  entryOf,
  entryText,
  oddGatewayEndpoint,
  PASSWORD,
  planned,
  refusal,
  started,
} from './opening.ts';

/** The form: Beekeeper Studio's user guide, "Connecting", and `saved_connection.ts`, `parse`. */
describe('Beekeeper Studio', () => {
  const user = '-u%27x%22%20%24%28id%29%40corp%3A%2541%5C:p%27%22%25%7C%3A%40%5C%24%60%26%3D-';

  it.each([
    ['darwin', ['/usr/bin/open', '-a', '/Applications/Client.app']],
    ['win32', ['/P/client']],
    ['linux', ['/P/client']],
  ] as const)('is handed an address on %s', (platform, before) => {
    expect(started(beekeeper, platform, gatewayEndpoint, 'Pw1')).toEqual({
      words: [...before, 'postgresql://alice:Pw1@127.0.0.1:15432/shop'],
      set: {},
    });
    expect(
      started(beekeeper, platform, { ...oddGatewayEndpoint, family: 'mariadb', database: '' }).words,
    ).toEqual([...before, `mariadb://${user}@127.0.0.1:15432/`]);
  });

  it('gets a database’s name as it is, which it encodes itself', () => {
    const to = { ...gatewayEndpoint, database: 'd é%41' };
    expect(started(beekeeper, 'linux', to, 'Pw1').words[1]).toBe(
      'postgresql://alice:Pw1@127.0.0.1:15432/d é%41',
    );
    refusal(beekeeper, 'darwin', to);
  });

  it('is not opened with a name that would end up elsewhere', () => {
    for (const database of ['a/b', 'a?sslmode=x', 'a#b', 'a@evil:1', 'a\\b']) {
      expect(refusal(beekeeper, 'win32', { ...gatewayEndpoint, database }).hint).toContain(
        'Set up in Beekeeper Studio',
      );
    }
  });

  it('leads to the gateway whatever the values are', () => {
    fc.assert(
      fc.property(
        oddName,
        oddName,
        fc.constantFrom('darwin', 'win32', 'linux'),
        (dbUser, database, platform) => {
          const plan = planned(beekeeper, platform, { ...gatewayEndpoint, dbUser, database });
          if (!plan.ok) return;
          const url = (plan.value.runsIn === 'window' && plan.value.url) || '';
          // as Beekeeper does: the last `@` ends the user and the password, the first `:` is between them
          const at = url.lastIndexOf('@');
          const [name = '', ...rest] = url.slice('postgresql://'.length, at).split(':');
          expect(decodeURIComponent(name)).toBe(dbUser.replace(/\p{Surrogate}/gu, '\u{fffd}'));
          expect(rest.map(decodeURIComponent)).toEqual([PASSWORD]);
          expect(url.slice(at + 1)).toBe(`127.0.0.1:15432/${database}`);
        },
      ),
    );
  });

  it('is set up once with the address without a password', () => {
    expect(entryText(beekeeper, entryOf(gatewayEndpoint))).toBe('postgresql://alice@127.0.0.1:15432/shop\n');
    const odd = beekeeper.setUp?.(entryOf({ ...gatewayEndpoint, database: 'a/b' }), 'linux');
    expect(odd?.entry?.text).toBe('postgresql://alice@127.0.0.1:15432/\n');
    expect(odd?.steps[1]).toBe('Type the default database: a/b');
  });
});
