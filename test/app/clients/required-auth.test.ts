import { describe, expect, it } from 'vitest';
import { libpqVariables } from '../../../app/clients/catalogue/libpq.ts';
import { mysqlArguments } from '../../../app/clients/catalogue/mysql-arguments.ts';
import { loginVariables } from '../../../app/clients/login-variables.ts';
import type { LocalSide } from '../../../app/gateway/model.ts';
import { gatewayEndpoint } from './catalogue/opening.ts';
import { plainTarget } from './odd-values.ts';

const on = (localSide: LocalSide) => ({ ...gatewayEndpoint, localSide });
const scram: LocalSide = { localSignIn: 'scram', localCa: null };
const withTls: LocalSide = { localSignIn: 'scram', localCa: '/d/gateway.pem' };

describe('libpq answers one question for a password only', () => {
  it.each([
    ['the gateway', on(scram), 'scram-sha-256'],
    ['a gateway that is set to cleartext', on({ ...scram, localSignIn: 'cleartext' }), 'password'],
    ['the database, which takes a token', plainTarget, 'password'],
  ] as const)('of %s', (_, target, wanted) => {
    expect(libpqVariables(target, '/ca.pem')).toMatchObject({ PGREQUIREAUTH: wanted });
    const { set, unset } = loginVariables(target, 'secret', null, '/ca.pem');
    expect(set).toMatchObject({ PGREQUIREAUTH: wanted });
    expect(unset).not.toContain('PGREQUIREAUTH');
  });
});

describe('a gateway with local TLS', () => {
  it('is verified by libpq, by a name that also older versions find in the certificate', () => {
    expect(libpqVariables(on(withTls), '/ca.pem')).toMatchObject({
      PGHOST: 'localhost',
      PGSSLMODE: 'verify-full',
      PGSSLROOTCERT: '/d/gateway.pem',
    });
    expect(libpqVariables(on(scram), '/ca.pem')).toMatchObject({ PGHOST: '127.0.0.1', PGSSLMODE: 'disable' });
  });

  it.each([
    ['mysql', ['--ssl-mode=VERIFY_IDENTITY']],
    ['mariadb', ['--ssl', '--ssl-verify-server-cert']],
  ] as const)('is verified by %s, which is not told to send a password as it is', (dialect, words) => {
    const args = mysqlArguments(on(withTls), dialect, '/ca.pem');
    expect(args).toEqual(expect.arrayContaining([...words, '--ssl-ca=/d/gateway.pem', '--host=localhost']));
    expect(args).not.toContain('--enable-cleartext-plugin');
  });
});
