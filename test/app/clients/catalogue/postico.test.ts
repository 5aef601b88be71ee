import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { postico } from '../../../../app/clients/catalogue/postico.ts';
import { oddName } from '../odd-values.ts';
import { gatewayEndpoint, entryOf, entryText, oddGatewayEndpoint, PASSWORD, started } from './opening.ts';

/** The form: Postico 2 documentation, "URL Scheme". */
describe('Postico', () => {
  const open = ['/usr/bin/open', '-a', '/Applications/Client.app'];

  it('is handed an address that names the same favourite each time', () => {
    expect(started(postico, 'darwin', gatewayEndpoint, 'Pw1')).toEqual({
      words: [
        ...open,
        `postico://alice:Pw1@127.0.0.1:15432/shop?nickname=orders&uuid=${gatewayEndpoint.connectionId}`,
      ],
      set: {},
    });
    expect(started(postico, 'darwin', oddGatewayEndpoint).words).toEqual([
      ...open,
      `postico://-u%27x%22%20%24%28id%29%40corp%3A%2541%5C:p%27%22%25%7C%3A%40%5C%24%60%26%3D-@127.0.0.1:15432/--d%20%C3%A9%26x%3D1%3B%252F%60?nickname=-o%20%22%24HOME%22%20%60id%60%20%25PATH%25%20%7C%20%C3%A9&uuid=${gatewayEndpoint.connectionId}`,
    ]);
  });

  it('reads the values back as they went in', () => {
    fc.assert(
      fc.property(oddName, oddName, oddName, (name, dbUser, database) => {
        const { words } = started(postico, 'darwin', {
          ...gatewayEndpoint,
          name,
          dbUser: `u${dbUser}`,
          database,
        });
        const url = new URL(words.at(-1) ?? '');
        const wellFormed = (value: string) => value.replace(/\p{Surrogate}/gu, '\u{fffd}');
        expect([...url.searchParams]).toEqual([
          ['nickname', wellFormed(name)],
          ['uuid', gatewayEndpoint.connectionId],
        ]);
        expect(decodeURIComponent(url.username)).toBe(wellFormed(`u${dbUser}`));
        expect(decodeURIComponent(url.password)).toBe(PASSWORD);
        expect(url.host).toBe('127.0.0.1:15432');
      }),
    );
  });

  it('is set up with the address without a password', () => {
    expect(entryText(postico, entryOf(gatewayEndpoint), 'darwin')).toBe(
      `postico://alice@127.0.0.1:15432/shop?nickname=orders&uuid=${gatewayEndpoint.connectionId}\n`,
    );
  });
});
