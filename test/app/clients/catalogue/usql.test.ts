import { describe, expect, it } from 'vitest';
import { usql } from '../../../../app/clients/catalogue/usql.ts';
import { plainTarget, sampleToken } from '../odd-values.ts';
import { gatewayEndpoint, PASSWORD, planned, refusal } from './opening.ts';

/** The form: xo/usql README, "Connection Strings"; lib/pq, `connector.go`. Not tried: it is in no Debian. */
describe('usql', () => {
  const unset = [
    'PGSERVICE',
    'PGSERVICEFILE',
    'PGHOSTADDR',
    'PGDATABASE',
    'PGSSLNEGOTIATION',
    'PGSSLSNI',
    'PGCHANNELBINDING',
    'PGREQUIREAUTH',
    'PGTARGETSESSIONATTRS',
    'PGSSLCERT',
    'PGSSLKEY',
    'PGREQUIRESSL',
  ];

  it.each(['darwin', 'win32', 'linux'] as const)('has the password in its environment on %s', (platform) => {
    expect(planned(usql, platform, gatewayEndpoint)).toEqual({
      ok: true,
      value: {
        runsIn: 'terminal',
        args: ['postgresql://alice@127.0.0.1:15432/shop?sslmode=disable'],
        set: { USQLPASS: '/d/ca.pem.no-usqlpass' },
        unset,
        secret: { by: 'environment', variable: 'PGPASSWORD', content: `${PASSWORD}\n` },
      },
    });
    expect(
      planned(usql, platform, { ...plainTarget, dbUser: '-a$`%|:@é', database: '--x' }, sampleToken),
    ).toEqual({
      ok: true,
      value: {
        runsIn: 'terminal',
        args: [
          'postgresql://-a%24%60%25%7C%3A%40%C3%A9@orders.abc.us-east-1.rds.amazonaws.com:5432/--x?sslmode=verify-full',
        ],
        set: { PGSSLROOTCERT: '/d/ca.pem', USQLPASS: '/d/ca.pem.no-usqlpass' },
        unset,
        secret: { by: 'environment', variable: 'PGPASSWORD', content: `${sampleToken}\n` },
      },
    });
  });

  it('refuses what its driver would read as more than one value', () => {
    for (const dbUser of ['a sslmode=disable', "o'n", 'a\\b', 'a"b']) {
      expect(refusal(usql, 'linux', { ...gatewayEndpoint, dbUser }).hint).toBe('Use psql or pgcli.');
      refusal(usql, 'linux', { ...gatewayEndpoint, database: dbUser });
    }
  });

  it('refuses to verify one name and dial another', () => {
    expect(planned(usql, 'linux', { ...plainTarget, hostaddr: '127.0.0.1' })).toMatchObject({
      error: { code: 'connect-host-unsupported' },
    });
  });
});
