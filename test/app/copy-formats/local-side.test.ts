import { describe, expect, it } from 'vitest';
import type { FormatId, Route } from '../../../app/copy-formats/model.ts';
import type { LocalSide } from '../../../app/gateway/model.ts';
import { copyFormatsModule, subject } from './copy-formats-module.ts';

const CA = '/d/gateway.pem';

async function textOf(
  format: FormatId,
  localSide: LocalSide,
  {
    route = 'gateway',
    family = 'postgres',
  }: { route?: Route; family?: 'postgres' | 'mysql' | 'mariadb' } = {},
): Promise<string> {
  const { copyFormats } = copyFormatsModule({ gateway: () => ({ port: 15_432, localSide }) });
  const options = { format, route, withSecret: false };
  const made = await copyFormats.preview(subject({ family }), options);
  if (!made.ok) throw new Error(made.error.message);
  return made.value.text;
}

const scram: LocalSide = { localSignIn: 'scram', localCa: null };
const cleartext: LocalSide = { localSignIn: 'cleartext', localCa: null };
const withTls: LocalSide = { localSignIn: 'scram', localCa: CA };

describe('formats that set variables', () => {
  it.each(['psql', 'env', 'powershell', 'docker'] as const)(
    '%s: libpq answers no other question for a password',
    async (format) => {
      expect(await textOf(format, scram)).toMatch(/PGREQUIREAUTH ?= ?'?scram-sha-256\b/);
      expect(await textOf(format, cleartext)).toMatch(/PGREQUIREAUTH ?= ?'?password\b/);
      expect(await textOf(format, scram, { route: 'direct' })).toMatch(/PGREQUIREAUTH ?= ?'?password\b/);
    },
  );

  it('the option itself, which older versions refuse, stands only where the version is asked first', async () => {
    const formats = ['psql', 'env', 'powershell', 'docker', 'url', 'jdbc', 'node', 'go', 'dotnet'] as const;
    for (const format of formats) expect(await textOf(format, scram)).not.toContain('require_auth');
    expect(await textOf('python', scram)).toContain(
      '**({"require_auth": "scram-sha-256"} if psycopg.pq.version() >= 160000 else {}),',
    );
  });
});

describe('formats for a gateway with local TLS', () => {
  it.each([
    [
      'psql',
      'postgres',
      `host=localhost port=15432 user=alice dbname=shop sslmode=verify-full sslrootcert=${CA}`,
    ],
    ['env', 'postgres', `PGSSLROOTCERT=${CA}`],
    ['url', 'postgres', '@localhost:15432/shop?sslmode=verify-full&sslrootcert=%2Fd%2Fgateway.pem'],
    ['url', 'mysql', '@localhost:15432/shop?ssl-mode=VERIFY_IDENTITY&ssl-ca=%2Fd%2Fgateway.pem'],
    [
      'jdbc',
      'postgres',
      '//localhost:15432/shop?user=alice&sslmode=verify-full&sslrootcert=%2Fd%2Fgateway.pem',
    ],
    ['jdbc', 'mariadb', 'sslMode=verify-full&serverSslCert=/d/gateway.pem'],
    ['mysql', 'mysql', `--ssl-mode=VERIFY_IDENTITY --ssl-ca=${CA} --database`],
    ['mariadb', 'mariadb', `--ssl --ssl-verify-server-cert --ssl-ca=${CA}`],
    ['python', 'postgres', `sslrootcert="${CA}"`],
    ['python', 'mysql', `ssl_ca="${CA}"`],
    ['node', 'postgres', `ca: readFileSync("${CA}", 'utf8'),`],
    ['node', 'mysql', `ssl: { ca: readFileSync("${CA}", 'utf8'), verifyIdentity: true },`],
    ['go', 'postgres', `sslmode=verify-full sslrootcert=${CA}`],
    ['go', 'mysql', 'ServerName: "localhost"'],
    ['dotnet', 'postgres', `RootCertificate = "${CA}",`],
    ['dotnet', 'mysql', `SslCa = "${CA}",`],
  ] as const)('%s for %s verify it', async (format, family, part) => {
    expect(await textOf(format, withTls, { family })).toContain(part);
  });

  it('read the file that they name', async () => {
    expect(await textOf('node', withTls)).toContain(`import { readFileSync } from 'node:fs';`);
    const go = await textOf('go', withTls, { family: 'mysql' });
    for (const name of ['"crypto/tls"', '"crypto/x509"', '"os"']) expect(go).toContain(name);
  });

  it('never mention it where the gateway has none', async () => {
    for (const format of ['psql', 'env', 'url', 'jdbc', 'python', 'node', 'go', 'dotnet'] as const) {
      expect(await textOf(format, scram)).not.toMatch(/verify|localhost|gateway\.pem/i);
    }
  });
});

it('docker says what a container needs to be let in, and where it is not needed says nothing', async () => {
  expect(await textOf('docker', scram)).toContain('turn on “Other users and containers”');
  expect(await textOf('docker', scram, { route: 'direct' })).not.toContain('Other users');
});
