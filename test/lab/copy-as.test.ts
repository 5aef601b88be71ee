import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { goProgram } from '../drivers/drivers.ts';
import { temporaryFolder } from '../main/temporary-folder.ts';
import { copiedFormat, labHome, outputOf, type Copying } from './copy-as.ts';
import { startLabGateway, type LabGateway } from './gateway.ts';
import { startLab, type Lab } from './lab.ts';
import { startTunnel } from './tunnel.ts';

// the AWS CLI and boto3 take seconds to start, and more on a busy machine
vi.setConfig({ testTimeout: 120_000 });

let lab: Lab;
let gateways: Record<'postgres' | 'mariadb', LabGateway>;
const goCache = mkdtempSync(join(tmpdir(), 'latchkey-go-'));
beforeAll(async () => {
  lab = await startLab();
  gateways = {
    postgres: await startLabGateway(lab, 'postgres'),
    mariadb: await startLabGateway(lab, 'mariadb'),
  };
}, 300_000);
afterAll(async () => {
  await Promise.all(Object.values(gateways ?? {}).map((one) => one.stop()));
  await lab?.stop();
  rmSync(goCache, { recursive: true, force: true });
});

const project = join(import.meta.dirname, '..', '..');
/** Debian's, which has boto3 and the drivers that `npm run setup -- --tests` installs. */
const PYTHON = '/usr/bin/python3';
/** The drivers of JDBC as Debian has them, and the program that gives one the URL. */
const DRIVER = {
  postgres: '/usr/share/java/postgresql.jar',
  mariadb: '/usr/share/java/mariadb-java-client.jar',
} as const;
const COPIED_URL = join(import.meta.dirname, 'CopiedUrl.java');
/** Where Go's packages are: on the GOPATH that the tests were given, and Debian's, which are laid out for it. */
const GO_FOLDERS = [...(process.env['GOPATH']?.split(':') ?? []), '/usr/share/gocode'];
const hasNewerGo = GO_FOLDERS.some((folder) => existsSync(join(folder, 'src', 'github.com/jackc/pgx/v5')));
/** How long compiling a Go program with all that it imports may take, in milliseconds. */
const GO_TIMEOUT_MS = 280_000;
/** What proves a session of the right user, with TLS where it is direct. */
const proof = {
  postgres: `select 'row ' || current_user || ' ' || ssl from pg_stat_ssl where pid = pg_backend_pid()`,
  mariadb: `select concat('row ', current_user(), ' ', (select variable_value <> '' from information_schema.session_status where variable_name = 'Ssl_cipher'))`,
} as const;

/** Runs what was copied as whoever pastes it would, with a query that proves the session where it asks none of its own. */
async function run(copying: Copying, shell = 'dash'): Promise<string> {
  const { engine, format } = copying;
  const text = await copiedFormat(lab, copying);
  const { home, env } = labHome(lab);
  const query = JSON.stringify(proof[engine]);
  switch (format) {
    case 'psql':
    case 'mysql':
    case 'mariadb':
      return outputOf(shell, ['-c', `${text} ${engine === 'postgres' ? '-w -Atc' : '-N -e'} ${query}`], {
        env,
      });
    case 'env': {
      const client =
        engine === 'postgres'
          ? 'psql -w -Atc'
          : 'MYSQL_PWD="$DB_PASSWORD" mariadb --ssl-verify-server-cert --ssl-ca="$DB_SSL_CA" --protocol=TCP --host="$DB_HOST" --port="$DB_PORT" --user="$DB_USER" --database="$DB_NAME" -N -e';
      return outputOf(shell, ['-c', `${text}\n${client} ${query}`], { env });
    }
    case 'url':
      return outputOf('psql', ['-w', '-Atc', proof.postgres, text], { env });
    case 'pgpass': {
      const file = join(home, '.pgpass');
      writeFileSync(file, text, { mode: 0o600 });
      const [, port = ''] = text.split('\n')[1]?.split(':') ?? [];
      const entry = `host=127.0.0.1 port=${port} user=${lab.users.app} dbname=${lab.postgres.database}`;
      return outputOf('psql', ['-w', '-Atc', proof.postgres, entry], { env });
    }
    case 'my-cnf': {
      writeFileSync(join(home, '.my.cnf'), text, { mode: 0o600 });
      return outputOf('mariadb', ['--defaults-group-suffix=_lab-s-own', '-N', '-e', proof.mariadb], { env });
    }
    case 'python': {
      const file = join(home, 'copied.py');
      writeFileSync(file, text);
      return outputOf(PYTHON, [file], { env });
    }
    case 'node': {
      // below the project, where its packages are found
      const folder = mkdtempSync(join(project, 'test-results-'));
      onTestFinished(async () => (await import('node:fs/promises')).rm(folder, { recursive: true }));
      const file = join(folder, 'copied.mjs');
      writeFileSync(file, text);
      return outputOf(process.execPath, [file], { env });
    }
    case 'jdbc': {
      const file = join(home, 'copied-url');
      writeFileSync(file, text);
      return outputOf('java', ['-cp', DRIVER[engine], COPIED_URL, file], { env });
    }
    case 'go': {
      const file = join(home, 'copied.go');
      writeFileSync(file, text);
      const go = { GO111MODULE: 'off', GOPATH: GO_FOLDERS.join(':'), GOCACHE: goCache };
      return outputOf(goProgram(), ['run', file], { env: { ...env, ...go }, timeout: GO_TIMEOUT_MS });
    }
    default:
      throw new Error(`${format} is not run here`);
  }
}

const ASKS_ITSELF: ReadonlySet<string> = new Set(['python', 'node', 'go', 'jdbc']);

const signedIn = (copying: Copying): RegExp => {
  const user = lab.users.app;
  // code asks its own question, whose answer is the user; Node.js shows it with the column's name
  if (ASKS_ITSELF.has(copying.format)) return new RegExp(`^(?:\\W*|\\W*current_user\\W*: ')${user}\\b`, 'm');
  return copying.engine === 'postgres'
    ? new RegExp(`^row ${user} true$`, 'm')
    : new RegExp(`^row ${user}@\\S+ 1$`, 'm');
};

async function expectSignedIn(copying: Copying, shell?: string): Promise<void> {
  const printed = await run(copying, shell);
  expect(printed).toMatch(signedIn(copying));
  expect(printed).not.toMatch(/ended with|warning/i);
}

describe('directly, signing its own token', () => {
  it.each([
    ['postgres', 'psql', 'dash'],
    ['postgres', 'psql', 'bash'],
    ['mariadb', 'mariadb', 'dash'],
    ['mariadb', 'mariadb', 'bash'],
    ['postgres', 'env', 'dash'],
    ['postgres', 'env', 'bash'],
    ['mariadb', 'env', 'dash'],
    ['postgres', 'python', 'dash'],
    ['mariadb', 'python', 'dash'],
    ['postgres', 'node', 'dash'],
    ['mariadb', 'node', 'dash'],
  ] as const)('%s: %s (%s)', async (engine, format, shell) => {
    await expectSignedIn({ engine, format }, shell);
  });

  it.each([
    ['postgres', 'psql'],
    ['postgres', 'env'],
    ['mariadb', 'mariadb'],
    ['mariadb', 'env'],
  ] as const)('%s: %s with a token in it, marked with its end', async (engine, format) => {
    const text = await copiedFormat(lab, { engine, format, withSecret: true });
    expect(text).toMatch(/^# Contains a token, which works until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.\n/);
    expect(text).toContain('X-Amz-Signature=');
    await expectSignedIn({ engine, format, withSecret: true });
  });
});

describe('through a tunnel, verified for the database’s own name', () => {
  it.each([
    ['postgres', 'psql', '127.0.0.1'],
    ['postgres', 'env', '127.0.0.1'],
    ['postgres', 'python', '127.0.0.1'],
    ['mariadb', 'python', '127.0.0.1'],
    ['postgres', 'node', '127.0.0.1'],
    ['mariadb', 'node', '127.0.0.1'],
    ['mariadb', 'mariadb', '127.0.0.1'],
  ] as const)('%s: %s', async (engine, format, host) => {
    const tunnel = await startTunnel(lab[engine].port);
    onTestFinished(() => tunnel.close());
    await expectSignedIn({ engine, format, dial: { host, port: tunnel.port } });
    expect(tunnel.connections()).toBeGreaterThan(0);
  });

  it.each([
    ['postgres', 'psql'],
    ['postgres', 'python'],
    ['mariadb', 'python'],
    ['postgres', 'node'],
    ['mariadb', 'node'],
  ] as const)('%s: %s refuses another server at its end, and shows it no token', async (engine, format) => {
    const tunnel = await startTunnel(lab[engine].port);
    onTestFinished(() => tunnel.close());
    const before = lab.refusals.length;
    const printed = await run({
      engine,
      format,
      signHost: 'orders.abc.eu-central-1.rds.amazonaws.com',
      dial: { host: '127.0.0.1', port: tunnel.port },
    });
    expect(printed).toMatch(/certificate|altname/i);
    expect(printed).not.toMatch(signedIn({ engine, format }));
    expect(tunnel.connections()).toBeGreaterThan(0);
    expect(lab.refusals).toHaveLength(before);
  });
});

describe('through the gateway, with the local password', () => {
  it.each([
    ['postgres', 'psql'],
    ['postgres', 'url'],
    ['postgres', 'env'],
    ['postgres', 'pgpass'],
    ['postgres', 'python'],
    ['postgres', 'node'],
    ['postgres', 'jdbc'],
    ['mariadb', 'mariadb'],
    ['mariadb', 'my-cnf'],
    ['mariadb', 'python'],
    ['mariadb', 'node'],
    ['mariadb', 'jdbc'],
    ['mariadb', 'go'],
  ] as const)('%s: %s', { timeout: 300_000 }, async (engine, format) => {
    const gateway = gateways[engine];
    const text = await copiedFormat(lab, { engine, format, route: 'gateway', withSecret: true, gateway });
    expect(text).toContain(gateway.password);
    expect(text).not.toContain('X-Amz');
    await expectSignedIn({ engine, format, route: 'gateway', withSecret: true, gateway });
  });
});

// Debian has pgx 4 and go-sql-driver 1.5: these run where GOPATH has pgx 5 and go-sql-driver 1.8
describe.skipIf(!hasNewerGo)('Go, with packages that are newer than Debian’s', () => {
  it.each(['postgres', 'mariadb'] as const)(
    '%s: through the gateway',
    { timeout: GO_TIMEOUT_MS },
    async (engine) => {
      const gateway = gateways[engine];
      await expectSignedIn({ engine, format: 'go', route: 'gateway', withSecret: true, gateway });
    },
  );
});

describe('through the gateway with local TLS, which is verified', () => {
  it.each([
    ['postgres', 'psql'],
    ['postgres', 'url'],
    ['postgres', 'env'],
    ['postgres', 'python'],
    ['postgres', 'node'],
    ['mariadb', 'mariadb'],
    ['mariadb', 'python'],
    ['mariadb', 'node'],
  ] as const)('%s: %s', async (engine, format) => {
    const at = await gateways[engine].beside({ localTls: true });
    const localCa = join(temporaryFolder(), 'gateway.pem');
    writeFileSync(localCa, gateways[engine].certificate());
    const copying = { engine, format, route: 'gateway', withSecret: true } as const;
    await expectSignedIn({ ...copying, gateway: { ...at, localCa } });
    // whoever has the port, and another certificate
    const other = await run({ ...copying, gateway: { ...at, localCa: lab.caFile } });
    expect(other).toMatch(/certificate/i);
    expect(other).not.toMatch(signedIn(copying));
  });
});
