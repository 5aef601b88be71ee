import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Signer } from '@aws-sdk/rds-signer';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { mariadb } from '../../app/clients/catalogue/mysql.ts';
import type { ClientChoices } from '../../app/clients/model.ts';
import { createClients } from '../../app/clients/service.ts';
import { succeed } from '../../app/common/result.ts';
import { systemClock } from '../../main/clock.ts';
import { createLauncher } from '../../main/clients/launcher.ts';
import { resolveHost } from '../../main/clients/resolve-host.ts';
import { memoryFile } from '../app/clients/fake-launcher.ts';
import { terminalPlan } from '../app/clients/terminal-plan.ts';
import { shellScript, temporaryFolder } from '../main/clients/surroundings.ts';
import type { Identity } from '../sandbox/identity.ts';
import { startLab, type Lab } from './lab.ts';
import { startTunnel } from './tunnel.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab.stop());

const families = { psql: 'postgres', mysql: 'mariadb', mariadb: 'mariadb' } as const;
const queries = {
  psql: `select 'row ' || current_user || ' ' || ssl from pg_stat_ssl where pid = pg_backend_pid();\n`,
  mysql: `select concat('row ', current_user(), ' ', length(@@version) > 0);\n`,
  mariadb: `select concat('row ', current_user(), ' ', length(@@version) > 0);\n`,
};

interface Circumstances {
  readonly identity: Identity;
  readonly user?: string;
  /** Files in the user's home folder. */
  readonly home?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Another database host than the server's own. */
  readonly signHost?: string;
  /** Where the socket goes in place of the database host and port. */
  readonly connectAddress?: { readonly host: string; readonly port: number };
  /** RDS's own certificates in place of the lab's. */
  readonly wrongCa?: boolean;
}

/**
 * Opens a client through the launcher in a recorder terminal, whose input is a pipe: the client runs and
 * is logged in until `type` is called, which gives what it printed.
 */
async function openClient(client: keyof typeof families, given: Circumstances) {
  const base = temporaryFolder();
  const [home, output, input, ended] = ['home', 'output', 'input', 'ended'].map((name) => join(base, name));
  if (home === undefined || output === undefined || input === undefined || ended === undefined)
    throw new Error();
  mkdirSync(home);
  for (const [name, text] of Object.entries(given.home ?? {}))
    writeFileSync(join(home, name), text, { mode: 0o600 });
  execFileSync('mkfifo', [input]);
  const terminal = shellScript(
    join(base, 'recorder'),
    'shift\n"$@" <"$HOME/../input" >"$HOME/../output" 2>&1\ntouch "$HOME/../ended"',
  );
  const at = families[client] === 'postgres' ? lab.postgres : lab.mariadb;
  let token = '';
  const path = process.env['PATH'] ?? '';
  const runFolder = join(base, 'run');
  const clients = createClients({
    resolve: resolveHost,
    launcher: createLauncher({
      platform: 'linux',
      environment: { PATH: path, HOME: home, TERMINAL: terminal, ...given.environment },
      path: async () => path,
      home,
      dataFolder: join(base, 'data'),
      runFolder,
      spawn,
      clock: systemClock,
    }),
    currentSettings: () => ({ terminal: 'auto', caFile: given.wrongCa === true ? null : lab.caFile }),
    choicesFile: memoryFile<ClientChoices>({ paths: {}, own: [] }),
    chooseProgram: async () => succeed(null),
    newId: () => '',
    onChanged: () => undefined,
  });
  const keyboard = open(input, 'w');
  onTestFinished(async () => (await keyboard).close().catch(() => undefined));
  const user = given.user ?? lab.users.app;
  const { port, region, database } = at;
  const host = given.signHost ?? at.host;
  const family = families[client];
  const connectAddress = given.connectAddress ?? null;
  const whole = { environment: null, connectionId: null, caFile: null };
  const target = { name: 'lab', family, host, port, connectAddress, dbUser: user, database, ...whole };
  const opened = await clients.open(target, client, async () => {
    const credentials = given.identity;
    const signer = new Signer({ hostname: host, port, region, username: user, credentials });
    token = await signer.getAuthToken();
    const times = { signedAt: 0, expiresAt: 1, limitedBy: 'token', certain: true } as const;
    return succeed({ token, lease: { endpointId: 'lab', dbUser: user, deliveredTo: client, ...times } });
  });
  expect(opened).toMatchObject({ ok: true, value: { terminal: 'recorder' } });
  return {
    base,
    home,
    runFolder,
    token,
    /** Types a text, closes the input, and gives all that was printed. */
    async type(text: string): Promise<string> {
      const keys = await keyboard;
      await keys.write(text).catch(() => undefined);
      await keys.close();
      await vi.waitFor(() => expect(existsSync(ended)).toBe(true), { timeout: 30_000, interval: 50 });
      return readFileSync(output, 'utf8');
    },
  };
}

/** Every process: its arguments, and its environment as it was started with. */
function processes(): Array<{ command: string; environment: string }> {
  const read = (file: string): string => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return ''; // it has ended meanwhile
    }
  };
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.map((id) => ({
    command: read(`/proc/${id}/cmdline`),
    environment: read(`/proc/${id}/environ`),
  }));
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe.each(['psql', 'mariadb', 'mysql'] as const)('%s in a terminal', (client) => {
  it.each(['longLived', 'session'] as const)(
    'signs in to a real server with a %s token, and leaks none',
    async (kind) => {
      const run = await openClient(client, { identity: lab.identities[kind] });
      const program = join('/', client === 'psql' ? 'psql' : client);
      const ours = () => processes().filter(({ environment }) => environment.includes(`HOME=${run.home}\0`));
      await vi.waitFor(
        () => expect(ours().some(({ command }) => command.split('\0')[0]?.endsWith(program))).toBe(true),
        {
          timeout: 10_000,
        },
      );
      const signature = run.token.slice(run.token.indexOf('X-Amz-Signature='));
      expect(signature.length).toBeGreaterThan(60);
      expect(processes().filter(({ command }) => command.includes(signature))).toEqual([]);
      const holders = ours().filter(({ environment }) => environment.includes(signature));
      // the client's own environment is psql's way; MySQL's clients have the file that is gone
      expect(
        holders.every(({ command }) => client === 'psql' && command.split('\0')[0]?.endsWith('psql')),
      ).toBe(true);
      expect(readdirSync(run.runFolder)).toEqual([]);
      expect(
        filesUnder(run.base).filter((file) => readFileSync(file, 'utf8').includes('X-Amz-Signature')),
      ).toEqual([]);

      const printed = await run.type(queries[client]);
      expect(printed).toContain(`row ${lab.users.app}`);
      expect(printed).toContain(`Latchkey: lab, ${lab.users.app}@localhost:`);
      expect(printed).not.toContain('Press Enter');
      expect(printed).not.toContain('X-Amz');
    },
  );

  it('keeps the server’s refusal on the screen', async () => {
    const run = await openClient(client, { identity: lab.identities.longLived, user: lab.users.forbidden });
    const printed = await run.type('\n');
    expect(printed).toContain(client === 'psql' ? 'PAM authentication failed' : 'Access denied for user');
    expect(printed).toMatch(new RegExp(`${client} ended with code \\d+\\. Press Enter to close\\.`));
  });

  it('refuses a server whose certificate the CA file does not vouch for', async () => {
    const before = lab.refusals.length;
    const run = await openClient(client, { identity: lab.identities.longLived, wrongCa: true });
    const printed = await run.type(queries[client]);
    expect(printed).toMatch(/certificate/i);
    expect(printed).not.toContain('row ');
    expect(lab.refusals.length).toBe(before);
  });
});

describe('through a tunnel on another port', () => {
  it.each([
    // psql dials the tunnel's address; MySQL's clients verify the name that they connect to, which leads there
    ['psql', 'postgres', '127.0.0.1'],
    ['mariadb', 'mariadb', 'LOCALHOST'],
    ['mysql', 'mariadb', '127.0.0.1'],
  ] as const)('%s logs in with the real host’s token and verified TLS', async (client, server, host) => {
    const tunnel = await startTunnel(lab[server].port);
    onTestFinished(() => tunnel.close());
    const connectAddress = { host, port: tunnel.port };
    const run = await openClient(client, { identity: lab.identities.session, connectAddress });
    const printed = await run.type(queries[client]);
    expect(printed).toContain(`row ${lab.users.app}`);
    expect(run.token).toContain(`localhost:${lab[server].port}/`);
    expect(tunnel.connections()).toBeGreaterThan(0);
  });

  it('refuses a server that is not the database host, whatever answers at the tunnel’s end', async () => {
    const tunnel = await startTunnel(lab.postgres.port);
    onTestFinished(() => tunnel.close());
    const run = await openClient('psql', {
      identity: lab.identities.longLived,
      signHost: 'orders.abc.eu-west-1.rds.amazonaws.com',
      connectAddress: { host: '127.0.0.1', port: tunnel.port },
    });
    const printed = await run.type(queries.psql);
    expect(printed).toMatch(/certificate .* does not match host name "orders\.abc/);
    expect(printed).not.toContain('row ');
  });
});

describe('Windows’ way for MySQL’s clients', () => {
  it('takes a long token from MYSQL_PWD', async () => {
    const { host, port, region, database } = lab.mariadb;
    const credentials = lab.identities.session;
    const dbUser = lab.users.app;
    const token = await new Signer({
      hostname: host,
      port,
      region,
      username: dbUser,
      credentials,
    }).getAuthToken();
    const at = {
      host,
      port,
      hostaddr: null,
      environment: null,
      connectionId: null,
      localSide: null,
      route: 'direct',
    } as const;
    const target = { name: 'lab', family: 'mariadb', ...at, dbUser, database } as const;
    const plan = terminalPlan(mariadb, target, token, {
      platform: 'win32',
      foundIn: 'program',
      said: '',
      caPath: lab.caFile,
      ownOptionFile: null,
    });
    if (plan.secret.by !== 'environment') throw new Error('no plan');
    const env = { PATH: process.env['PATH'], [plan.secret.variable]: plan.secret.content.trim() };
    // not the synchronous form: the lab answers from this process
    const { stdout } = await promisify(execFile)('mariadb', [...plan.args, '-N', '-e', queries.mariadb], {
      env,
    });
    expect(stdout).toContain(`row ${dbUser}`);
  });
});

describe('what the user has set up for other servers', () => {
  it('does not lead psql elsewhere', async () => {
    const run = await openClient('psql', {
      identity: lab.identities.session,
      environment: {
        PGSERVICE: 'other',
        PGHOSTADDR: '192.0.2.1',
        PGPASSWORD: 'old',
        PGSSLMODE: 'disable',
        PGDATABASE: 'old',
      },
      home: {
        '.pg_service.conf': '[other]\nhost=192.0.2.1\nuser=nobody\nsslmode=disable\n',
        '.pgpass': `*:*:*:*:wrong\n`,
        '.psqlrc': `\\echo own psqlrc\n`,
      },
    });
    const printed = await run.type(queries.psql);
    expect(printed).toContain(`row ${lab.users.app} true`);
    expect(printed).toContain('own psqlrc');
  });

  it('does not win over the token in mariadb, and the rest of it still counts', async () => {
    const run = await openClient('mariadb', {
      identity: lab.identities.session,
      environment: { MYSQL_PWD: 'old' },
      home: {
        '.my.cnf': `[client]\npassword=wrong\nuser=nobody\nskip-ssl\nsocket=/nowhere\n[mysql]\ninit-command="select 'own option file'"\nskip-column-names\n`,
      },
    });
    const printed = await run.type(`show status like 'Ssl_cipher';\n${queries.mariadb}`);
    expect(printed).toContain(`row ${lab.users.app}`);
    expect(printed).toMatch(/Ssl_cipher\tTLS/);
    // its column names are left out, as the file asks
    expect(printed).not.toContain('Variable_name');
  });
});
