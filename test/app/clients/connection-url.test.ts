import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectionUrl } from '../../../app/clients/connection-url.ts';
import { oddName, plainTarget } from './odd-values.ts';

describe('connectionUrl', () => {
  it.each([
    [plainTarget, 'postgresql://alice@orders.abc.us-east-1.rds.amazonaws.com:5432/shop?sslmode=verify-full'],
    [
      { ...plainTarget, family: 'mysql', database: '' },
      'mysql://alice@orders.abc.us-east-1.rds.amazonaws.com:5432/?ssl-mode=VERIFY_IDENTITY',
    ],
    [
      { ...plainTarget, family: 'mariadb', dbUser: "o'n@x/y:z" },
      'mysql://o%27n%40x%2Fy%3Az@orders.abc.us-east-1.rds.amazonaws.com:5432/shop?ssl-mode=VERIFY_IDENTITY',
    ],
    [{ ...plainTarget, host: '::1' }, 'postgresql://alice@[::1]:5432/shop?sslmode=verify-full'],
  ] as const)('%#', (target, url) => {
    expect(connectionUrl(target)).toBe(url);
  });

  it('gives back what went in when it is parsed, and never throws', () => {
    fc.assert(
      fc.property(oddName, oddName, (dbUser, database) => {
        const url = new URL(connectionUrl({ ...plainTarget, dbUser: `u${dbUser}`, database }));
        expect(decodeURIComponent(url.username)).toBe(`u${dbUser}`);
        // a path of dots alone is a relative one to a URL parser, and not to libpq
        if (!/^\.{1,2}$/.test(database)) expect(decodeURIComponent(url.pathname.slice(1))).toBe(database);
        expect([url.password, url.host, url.port, url.search]).toEqual([
          '',
          'orders.abc.us-east-1.rds.amazonaws.com:5432',
          '5432',
          '?sslmode=verify-full',
        ]);
      }),
    );
    expect(connectionUrl({ ...plainTarget, dbUser: '\ud800x' })).toContain('//%EF%BF%BDx@');
  });
});
