import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sequelAce } from '../../../../app/clients/catalogue/sequel-ace.ts';
import { oddName } from '../odd-values.ts';
import { gatewayEndpoint, entryOf, entryText, PASSWORD, planned, refusal, started } from './opening.ts';

/** The form: `docs/get-started/connect-via-url.md` in Sequel-Ace/Sequel-Ace. */
describe('Sequel Ace', () => {
  const to = { ...gatewayEndpoint, family: 'mysql' } as const;
  const open = ['/usr/bin/open', '-a', '/Applications/Client.app'];

  it('is handed an address without parameters, which it would refuse', () => {
    expect(started(sequelAce, 'darwin', to, 'Pw1')).toEqual({
      words: [...open, 'mysql://alice:Pw1@127.0.0.1:15432/shop'],
      set: {},
    });
    expect(
      started(sequelAce, 'darwin', { ...to, dbUser: "o'n@x:%é", database: '--d `$x`?' }, PASSWORD).words,
    ).toEqual([
      ...open,
      'mysql://o%27n%40x%3A%25%C3%A9:p%27%22%25%7C%3A%40%5C%24%60%26%3D-@127.0.0.1:15432/--d%20%60%24x%60%3F',
    ]);
  });

  it('refuses a database of which it would take the first part', () => {
    expect(refusal(sequelAce, 'darwin', { ...to, database: 'a/b' }).hint).toContain('Set up in Sequel Ace');
  });

  it('leads to the gateway whatever the values are', () => {
    fc.assert(
      fc.property(oddName, oddName, (dbUser, database) => {
        const plan = planned(sequelAce, 'darwin', { ...to, dbUser: `u${dbUser}`, database });
        if (!plan.ok || plan.value.runsIn !== 'window') return;
        const url = new URL(plan.value.url ?? '');
        expect([url.host, url.search, url.hash]).toEqual(['127.0.0.1:15432', '', '']);
        expect(decodeURIComponent(url.username)).toBe(`u${dbUser}`.replace(/\p{Surrogate}/gu, '\u{fffd}'));
        expect(decodeURIComponent(url.password)).toBe(PASSWORD);
      }),
    );
  });

  it('is set up with the address without a password', () => {
    expect(entryText(sequelAce, entryOf(to), 'darwin')).toBe('mysql://alice@127.0.0.1:15432/shop\n');
  });
});
