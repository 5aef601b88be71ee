import { describe, expect, it } from 'vitest';
import { mycli } from '../../../../app/clients/catalogue/mycli.ts';
import { launchMethodFor } from '../../../../app/clients/launch-method.ts';
import { gatewayEndpoint, oddGatewayEndpoint, PASSWORD, planned, refusal } from './opening.ts';

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
    expect(planned(mycli, platform, { ...gatewayEndpoint, family: 'mysql' })).toEqual({
      ok: true,
      value: { ...shared, args: [`--defaults-file=${nothing}`, '--user=alice', '--database=shop'] },
    });
    expect(planned(mycli, platform, { ...oddGatewayEndpoint, family: 'mariadb' })).toEqual({
      ok: true,
      value: {
        ...shared,
        args: [
          `--defaults-file=${nothing}`,
          `--user=${oddGatewayEndpoint.dbUser}`,
          `--database=${oddGatewayEndpoint.database}`,
        ],
      },
    });
    expect(planned(mycli, platform, { ...gatewayEndpoint, family: 'mysql', database: '' })).toMatchObject({
      value: { args: [`--defaults-file=${nothing}`, '--user=alice'] },
    });
  });

  it('gets no token, and no database that looks like an address', () => {
    expect(launchMethodFor(mycli, 'direct', { platform: 'linux', foundIn: null })).toBeNull();
    expect(refusal(mycli, 'linux', { ...gatewayEndpoint, database: 'mysql://x' }).hint).toBe(
      'Use mysql or mariadb.',
    );
  });
});
