import { describe, expect, it } from 'vitest';
import { mycli } from '../../../../app/clients/catalogue/mycli.ts';
import { wayFor } from '../../../../app/clients/ways.ts';
import { door, oddDoor, PASSWORD, planned, refusal } from './opening.ts';

/** The form: `mycli --help` of 1.26.1, and `cli_args.py` of dbcli/mycli. */
describe('mycli', () => {
  it.each([
    ['darwin', '/dev/null'],
    ['linux', '/dev/null'],
    ['win32', 'NUL'],
  ] as const)('signs in to the gateway on %s', (platform, nothing) => {
    const shared = {
      runsIn: 'terminal',
      set: {
        MYSQL_HOST: '127.0.0.1',
        MYSQL_TCP_PORT: '15432',
        MYSQL_TEST_LOGIN_FILE: '/d/ca.pem.no-login-file',
        PYTHON_KEYRING_BACKEND: 'keyring.backends.null.Keyring',
      },
      unset: ['MYSQL_DSN', 'MYSQL_UNIX_PORT', 'MYSQL_UNIX_SOCKET', 'MYSQL_USER'],
      secret: { by: 'environment', variable: 'MYSQL_PWD', content: `${PASSWORD}\n` },
    };
    expect(planned(mycli, platform, { ...door, family: 'mysql' })).toEqual({
      ok: true,
      value: { ...shared, args: [`--defaults-file=${nothing}`, '--user=alice', '--database=shop'] },
    });
    expect(planned(mycli, platform, { ...oddDoor, family: 'mariadb' })).toEqual({
      ok: true,
      value: {
        ...shared,
        args: [`--defaults-file=${nothing}`, `--user=${oddDoor.dbUser}`, `--database=${oddDoor.database}`],
      },
    });
    expect(planned(mycli, platform, { ...door, family: 'mysql', database: '' })).toMatchObject({
      value: { args: [`--defaults-file=${nothing}`, '--user=alice'] },
    });
  });

  it('gets no token, and no database that looks like an address', () => {
    expect(wayFor(mycli, 'direct', { platform: 'linux', foundIn: null })).toBeNull();
    expect(refusal(mycli, 'linux', { ...door, database: 'mysql://x' }).hint).toBe('Use mysql or mariadb.');
  });
});
