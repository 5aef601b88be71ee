import { describe, expect, it } from 'vitest';
import { meaningOf, provesIam, type RefusalMeaning } from '../../../app/doctor/server-words.ts';
import { readToken } from '../../../app/doctor/token.ts';
import { signWithRdsSigner } from '../../../main/tokens/rds-signer.ts';

describe('a server’s words', () => {
  it.each<['postgres' | 'mysql' | 'mariadb', string, string, string, RefusalMeaning]>([
    ['postgres', '28000', 'PAM authentication failed for user "u"', '', 'token-refused'],
    ['postgres', '28000', 'role "u" is not permitted to log in', '', 'no-login'],
    ['postgres', '28P01', 'password authentication failed for user "u"', '', 'password-refused'],
    ['postgres', '28P01', 'empty password returned by client', '', 'empty-password'],
    ['postgres', '53300', 'too many connections for role "u"', '', 'connection-limit'],
    ['postgres', '53300', 'too many connections for database "d"', '', 'connection-limit'],
    ['postgres', '53300', 'sorry, too many clients already', '', 'full'],
    [
      'postgres',
      '53300',
      'remaining connection slots are reserved for roles with the SUPERUSER attribute',
      '',
      'slots-reserved',
    ],
    [
      'postgres',
      '53300',
      'remaining connection slots are reserved for non-replication superuser connections',
      '',
      'slots-reserved',
    ],
    [
      'postgres',
      '28000',
      'pg_hba.conf rejects connection for host "h", user "u", database "d", no encryption',
      '',
      'no-tls',
    ],
    [
      'postgres',
      '28000',
      'no pg_hba.conf entry for host "h", user "u", database "d", no encryption',
      '',
      'no-tls',
    ],
    ['postgres', '28000', 'no pg_hba.conf entry for host "h", user "u", database "d", SSL off', '', 'no-tls'],
    [
      'postgres',
      '28000',
      'no pg_hba.conf entry for replication connection from host "h", user "u", SSL encryption',
      '',
      'no-entry',
    ],
    ['postgres', '3D000', 'database "d" does not exist', '', 'database-missing'],
    [
      'postgres',
      '42501',
      'permission denied for database "d"',
      'User does not have CONNECT privilege.',
      'database-denied',
    ],
    ['postgres', '57P03', 'the database system is starting up', '', 'starting'],
    [
      'postgres',
      '08006',
      'unable to accept connection, access denied',
      'Signature expired: 20260101T000000Z',
      'dsql-expired',
    ],
    [
      'postgres',
      '08006',
      'unable to accept connection, access denied',
      'User: x is not authorized to perform: dsql:DbConnect on resource: y',
      'dsql-not-authorized',
    ],
    [
      'postgres',
      '08006',
      'unable to accept connection, access denied',
      'Wrong user to action mapping. user: admin, action: DbConnect',
      'dsql-wrong-action',
    ],
    ['postgres', '08006', 'unable to accept connection, access denied', '', 'dsql-refused'],
    [
      'postgres',
      '28000',
      'The IAM authentication failed for the role u. Check the IAM token for this role and try again.',
      '',
      'proxy-token-refused',
    ],
    [
      'postgres',
      '28000',
      'This RDS proxy has no credentials for the role u. Check the credentials for this role and try again.',
      '',
      'proxy-no-secret',
    ],
    ['postgres', '28P01', 'The password that was provided for the role u is wrong', '', 'proxy-no-iam'],
    ['postgres', '28000', 'This RDS Proxy requires TLS connections', '', 'no-tls'],
    ['postgres', 'XX000', 'something', '', 'unknown'],
    ['mysql', '1045', "Access denied for user 'u'@'h' (using password: YES)", '', 'token-refused'],
    ['mysql', '1040', 'Too many connections', '', 'full'],
    ['mysql', '3118', 'Access denied for user. Account is locked.', '', 'locked'],
    ['mariadb', '4151', 'Access denied, this account is locked', '', 'locked'],
    ['mariadb', '1226', "User 'u' has exceeded the 'max_user_connections' resource", '', 'connection-limit'],
    ['mysql', '1049', "Unknown database 'd'", '', 'database-missing'],
    ['mysql', '1044', "Access denied for user 'u'@'h' to database 'd'", '', 'database-denied'],
    [
      'mysql',
      '3159',
      'Connections using insecure transport are prohibited while --require_secure_transport=ON.',
      '',
      'no-tls',
    ],
    ['mysql', '3159', 'This RDS Proxy requires TLS connections', '', 'no-tls'],
    ['mysql', '2059', "Authentication plugin 'mysql_clear_password' cannot be loaded", '', 'cleartext-off'],
    ['mysql', '1129', 'Host is blocked because of many connection errors', '', 'host-blocked'],
    // a client's own words, without the code
    ['postgres', '', 'FATAL:  PAM authentication failed for user "u"', '', 'token-refused'],
    ['postgres', '', 'FATAL:  something', '', 'unknown'],
    ['mysql', '', 'ERROR: something', '', 'unknown'],
  ])('%s %s "%s" "%s": %s', (family, code, message, hint, meaning) => {
    expect(meaningOf(family, { code, message, hint })).toBe(meaning);
  });

  it('prove that IAM works where they come after the token only', () => {
    expect(provesIam('database-missing')).toBe(true);
    expect(provesIam('token-refused')).toBe(false);
    expect(provesIam('full')).toBe(false);
  });
});

describe('a token on the clipboard', () => {
  const address = { host: 'orders.c9q2x7k3m1p0.us-east-1.rds.amazonaws.com', port: 5432 };
  const tunnel = { host: 'localhost', port: 15_432 };
  const expected = { address, connectAddress: tunnel, region: 'us-east-1', dbUser: 'app@corp +x' };
  const sign = async (over: { host?: string; port?: number; region?: string; dbUser?: string } = {}) => {
    const credentials = {
      accessKeyId: 'AKIAEXAMPLE',
      secretAccessKey: 'secret',
      sessionToken: 'session+/='.repeat(70),
      expiry: { kind: 'never' },
    } as const;
    const request = { ...address, region: 'us-east-1', dbUser: expected.dbUser, ...over };
    return (await signWithRdsSigner(request, credentials)).token;
  };

  it('has nothing wrong with it as it was signed', async () => {
    expect(readToken(await sign(), expected, Date.now())).toEqual([]);
    // as the AWS SDK for Go writes it
    expect(readToken((await sign()).replace('/?', '?'), expected, Date.now())).toEqual([]);
  });

  it('is found spoilt in every way that it is spoilt on the way', async () => {
    const token = await sign();
    const read = (text: string, now = Date.now()) => readToken(text, expected, now);
    expect(read(`${token}\n`)).toEqual(['white-space']);
    expect(read(` ${token}`)).toEqual(['white-space']);
    expect(read(`https://${token}`)).toEqual(['scheme']);
    expect(read(`"${token}"`)).toEqual(['quoted']);
    expect(read(encodeURIComponent(token))).toEqual(['encoded']);
    for (const length of [255, 256, 512, 1_000, token.length - 1]) {
      expect(read(token.slice(0, length))?.[0]).toBe('truncated');
    }
    expect(read(token, Date.now() + 16 * 60_000)).toEqual(['ended']);
    expect(read(token, Date.now() - 6 * 60_000)).toEqual(['not-yet-valid']);
    expect(read(token, Date.now() + 14 * 60_000)).toEqual([]);
  });

  it('is found to be for something else', async () => {
    const read = async (over: Parameters<typeof sign>[0]) =>
      readToken(await sign(over), expected, Date.now());
    expect(await read({ dbUser: 'other' })).toEqual(['other-user']);
    expect(await read({ region: 'eu-west-1' })).toEqual(['other-region']);
    expect(await read({ port: 5433 })).toEqual(['other-port']);
    expect(await read({ host: tunnel.host, port: tunnel.port })).toEqual(['other-host', 'other-port']);
    expect(await read({ host: 'billing.c9q2x7k3m1p0.us-east-1.rds.amazonaws.com' })).toBeNull();
  });

  it.each([
    '',
    'hello',
    'x'.repeat(20_000),
    'https://example.com/?Action=connect',
    'Action=connect',
    '%%Action%3Dconnect%',
  ])('is not found in any other text: %.30s', (text) => {
    expect(readToken(text, expected, Date.now())).toBeNull();
  });
});
