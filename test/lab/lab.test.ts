import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { signWithRdsSigner } from '../../main/tokens/rds-signer.ts';
import { makeAuthority } from '../sandbox/certificates.ts';
import type { Identity } from '../sandbox/identity.ts';
import { mariadb, psql, type ClientResult, type SignIn } from './clients.ts';
import { startLab, type Lab, type LabDatabase } from './lab.ts';

let lab: Lab;
beforeAll(async () => (lab = await startLab()));
afterAll(async () => lab?.stop());
afterEach(() => lab.setNow(Date.now));

/** A token for the lab's database as Latchkey makes it, or for something else where said. */
async function sign(
  to: LabDatabase,
  signer: Identity,
  other: { host?: string; port?: number; region?: string; user?: string; sessionToken?: string } = {},
): Promise<string> {
  const { accessKeyId, secretAccessKey } = signer;
  const sessionToken = other.sessionToken ?? signer.sessionToken;
  const signed = await signWithRdsSigner(
    {
      host: other.host ?? to.host,
      port: other.port ?? to.port,
      region: other.region ?? to.region,
      dbUser: other.user ?? lab.users.app,
    },
    { accessKeyId, secretAccessKey, sessionToken: sessionToken ?? null, expiry: { kind: 'never' } },
  );
  return signed.token;
}

const engines = [
  {
    engine: 'PostgreSQL',
    database: () => lab.postgres,
    client: psql,
    whoAmI: 'select current_user, ssl from pg_stat_ssl where pid = pg_backend_pid()',
    answer: 'app_user|t\n',
    denied: (user: string) =>
      `psql: error: connection to server at "localhost" (ADDRESS), port ${lab.postgres.port} failed: ` +
      `FATAL:  PAM authentication failed for user "${user}"\n`,
    plaintext: () =>
      `psql: error: connection to server at "localhost" (ADDRESS), port ${lab.postgres.port} failed: ` +
      'FATAL:  no pg_hba.conf entry for host "ADDRESS", user "app_user", database "app", no encryption\n',
    otherName: /server certificate for "localhost" .*does not match host name "127\.0\.0\.1"/,
    otherAuthority: /SSL error: certificate verify failed/,
  },
  {
    engine: 'MariaDB',
    database: () => lab.mariadb,
    client: mariadb,
    whoAmI:
      "select current_user(), variable_value > '' from information_schema.session_status where variable_name = 'Ssl_cipher'",
    answer: 'app_user@%\t1\n',
    denied: (user: string) =>
      `ERROR 1045 (28000): Access denied for user '${user}'@'ADDRESS' (using password: NO)\n`,
    // the same words as for a bad token, although this one is good: MariaDB does not tell
    plaintext: () => "ERROR 1045 (28000): Access denied for user 'app_user'@'ADDRESS'",
    otherName: /ERROR 2026/,
    otherAuthority: /ERROR 2026/,
  },
] as const;

describe.each(engines)('$engine', (of) => {
  const run = (token: string, other: Partial<SignIn> = {}): Promise<ClientResult> => {
    const { host, port, database } = of.database();
    const to = { host, port, database, user: lab.users.app, caFile: lab.caFile, token, ...other };
    return of.client(to, of.whoAmI);
  };
  const withoutAddress = (text: string): string => text.replace(/127\.0\.0\.1|::1/g, 'ADDRESS');

  it('signs in with a token of a long-lived key', async () => {
    const token = await sign(of.database(), lab.identities.longLived);
    expect(token.length).toBeGreaterThan(250);
    expect(await run(token)).toEqual({ code: 0, stdout: of.answer, stderr: '' });
  });

  it('signs in with a token that carries a session token', async () => {
    const token = await sign(of.database(), lab.identities.session);
    expect(token.length).toBeGreaterThan(1_000);
    expect(await run(token)).toEqual({ code: 0, stdout: of.answer, stderr: '' });
  });

  it('signs several in at once, each as itself', async () => {
    const token = await sign(of.database(), lab.identities.session);
    const wrong = await sign(of.database(), lab.identities.session, { user: lab.users.reporting });
    const results = await Promise.all([token, wrong, token, wrong].map((one) => run(one)));
    expect(results.map((result) => result.code === 0)).toEqual([true, false, true, false]);
  });

  it.each([
    { reason: 'wrong-user', user: 'reporting' },
    { reason: 'wrong-host', host: 'elsewhere.abc.eu-central-1.rds.amazonaws.com' },
    { reason: 'wrong-port', port: 1 },
    { reason: 'wrong-region', region: 'ap-southeast-2' },
    { reason: 'wrong-session-token', sessionToken: 'x'.repeat(744) },
  ])('refuses a token: $reason', async ({ reason, ...other }) => {
    const token = await sign(of.database(), lab.identities.session, other);
    await expectRefusal(await run(token), reason, lab.users.app);
  });

  it('refuses a token that was altered', async () => {
    const token = await sign(of.database(), lab.identities.longLived);
    const altered = token.replace(/(?<=X-Amz-Signature=)./, (digit) => (digit === '0' ? '1' : '0'));
    expect(altered).not.toBe(token);
    await expectRefusal(await run(altered), 'bad-signature', lab.users.app);
  });

  it('refuses a user that the identity may not connect as', async () => {
    const token = await sign(of.database(), lab.identities.longLived, { user: lab.users.forbidden });
    const result = await run(token, { user: lab.users.forbidden });
    await expectRefusal(result, 'not-allowed', lab.users.forbidden);
  });

  it('takes a token for fifteen minutes and no longer', async () => {
    const token = await sign(of.database(), lab.identities.longLived);
    lab.setNow(() => Date.now() + 14 * 60_000);
    expect((await run(token)).code).toBe(0);
    lab.setNow(() => Date.now() + 15 * 60_000 + 1_000);
    await expectRefusal(await run(token), 'expired', lab.users.app);
  });

  it('lets nobody in without TLS, whatever the token', async () => {
    const before = lab.refusals.length;
    const token = await sign(of.database(), lab.identities.longLived);
    const result = await run(token, { plaintext: true });
    expect(result.code).not.toBe(0);
    expect(withoutAddress(result.stderr)).toContain(of.plaintext());
    expect(lab.refusals.length).toBe(before);
  });

  it('has a certificate that clients refuse under another name or from another authority', async () => {
    const token = await sign(of.database(), lab.identities.longLived);
    expect((await run(token, { host: '127.0.0.1' })).stderr).toMatch(of.otherName);
    const caFile = join(dirname(lab.caFile), 'other-ca.pem');
    writeFileSync(caFile, makeAuthority('Somebody else').caPem);
    expect((await run(token, { caFile })).stderr).toMatch(of.otherAuthority);
  });

  /** The client sees what RDS shows, and no more; the lab's log has the cause. */
  async function expectRefusal(result: ClientResult, reason: string, user: string): Promise<void> {
    expect(result.code).not.toBe(0);
    expect(withoutAddress(result.stderr)).toBe(of.denied(user));
    expect(lab.refusals.at(-1)).toBe(reason);
  }
});
