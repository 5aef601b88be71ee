import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { OwnClient } from '../../app/clients/model.ts';
import type { OpenTarget } from '../../app/clients/ports.ts';
import { mariadb, psql } from './clients.ts';
import { startDisplay, type Display } from './display.ts';
import { labToken, startLabGateway } from './gateway.ts';
import { startLab, type Lab } from './lab.ts';
import { watchProcesses } from './process-list.ts';
import { terminalMachine } from './terminal-machine.ts';

let lab: Lab;
let display: Display;
beforeAll(async () => {
  [lab, display] = await Promise.all([startLab(), startDisplay()]);
});
afterAll(() => Promise.all([lab.stop(), display.stop()]));

type Engine = 'postgres' | 'mariadb';

function target(engine: Engine): OpenTarget {
  const { host, port, database } = lab[engine];
  return {
    name: 'Orders',
    family: engine,
    host,
    port,
    connectAddress: null,
    caFile: null,
    dbUser: lab.users.app,
    database,
    environment: { label: 'prod', kind: 'prod' },
    connectionId: null,
  };
}

/** What a query answers in a session of the test's own. */
async function ask(engine: Engine, query: string): Promise<string> {
  const to = lab[engine];
  const token = await labToken(to, lab.identities.longLived, lab.users.app);
  const at = { ...to, user: lab.users.app, caFile: lab.caFile, token };
  return (await (engine === 'postgres' ? psql : mariadb)(at, query)).stdout.trim();
}

const quitTimeout = { timeout: 20_000, interval: 200 };

/** Waits until a table is there and gives how many rows it has: a session has run the query that made it. */
async function rows(engine: Engine, table: string): Promise<number> {
  await vi.waitFor(async () => {
    const query = `select 1 from information_schema.tables where table_name = '${table}'`;
    expect(await ask(engine, query)).toBe('1');
  }, quitTimeout);
  return Number(await ask(engine, `select count(*) from ${table}`));
}

function machine(over: Parameters<typeof terminalMachine>[2] = {}) {
  const made = terminalMachine(lab, display.name, over);
  onTestFinished(() => made.remove());
  return made;
}

/** Looks through everything that a secret could have been seen in. */
function expectNoTrace(arguments_: readonly string[], secret: string, here: ReturnType<typeof machine>) {
  const signature = /X-Amz-Signature=\w+/.exec(secret)?.[0] ?? secret;
  expect(signature.length).toBeGreaterThan(15);
  expect(arguments_.filter((line) => line.includes(signature))).toEqual([]);
  expect(here.filesWith(signature)).toEqual([]);
  expect(readdirSync(here.runFolder)).toEqual([]);
}

describe('in a real terminal', () => {
  it.each([
    ['psql', 'postgres', '\\q'],
    ['pgcli', 'postgres', '\\q'],
    ['mariadb', 'mariadb', 'exit'],
    ['mysql', 'mariadb', 'exit'],
  ] as const)(
    '%s is signed in, runs what is typed, leaves no trace, and the window stays until Enter',
    async (client, engine, quit) => {
      const watching = watchProcesses();
      const here = machine();
      expect(await here.open(target(engine), client)).toMatchObject({
        ok: true,
        value: { terminal: 'xterm' },
      });
      const title = `Orders [prod] - ${client}`;
      const window = await display.window(title);
      const table = `typed_in_${client}`;
      await display.typeLine(window, `create table ${table} as select 1 as n;`);
      expect(await rows(engine, table)).toBe(1);

      await display.typeLine(window, quit);
      await vi.waitFor(async () => expect(await sessions(engine)).toBe(0), quitTimeout);
      expect(await display.hasWindow(title)).toBe(true);
      await display.typeLine(window, '');
      await vi.waitFor(async () => expect(await display.hasWindow(title)).toBe(false), quitTimeout);

      const seen = await watching.stop();
      expect(seen.some((line) => /^\S*xterm\b.*start\.sh$/.test(line))).toBe(true);
      expect(seen.some((line) => new RegExp(`(^|/)${client}\\b`).test(line))).toBe(true);
      const [token = ''] = here.tokens;
      expectNoTrace(seen, token, here);
      expect(here.modes).toEqual({
        start: '700',
        'start/start.sh': '700',
        'start/secret': '600',
        'start/terminal-errors': '600',
      });
    },
  );

  it('mycli, which gets no token, runs what is typed through the gateway', async () => {
    const gateway = await startLabGateway(lab, 'mariadb');
    onTestFinished(() => gateway.stop());
    const watching = watchProcesses();
    const here = machine();
    expect(await here.open(target('mariadb'), 'mycli')).toMatchObject({ error: { code: 'gateway-needed' } });
    expect(here.tokens).toEqual([]);
    const opened = await here.openThrough(target('mariadb'), 'mycli', gateway);
    expect(opened).toMatchObject({ ok: true, value: { terminal: 'xterm', delivery: 'environment' } });
    const title = 'Orders [prod] - mycli';
    const window = await display.window(title);
    await display.typeLine(window, 'create table typed_in_mycli as select 1 as n;');
    expect(await rows('mariadb', 'typed_in_mycli')).toBe(1);
    await display.typeLine(window, 'exit');
    await vi.waitFor(async () => expect(await sessions('mariadb')).toBe(0), quitTimeout);
    const seen = await watching.stop();
    expect(seen.some((line) => /(^|\/)mycli\b/.test(line))).toBe(true);
    expectNoTrace(seen, gateway.password, here);
    await display.typeLine(window, '');
    await vi.waitFor(async () => expect(await display.hasWindow(title)).toBe(false), quitTimeout);
  });

  it('pgbench, a command of one’s own, runs through the gateway, and its report stays on the screen', async () => {
    const gateway = await startLabGateway(lab, 'postgres');
    onTestFinished(() => gateway.stop());
    const watching = watchProcesses();
    const pgbench = execFileSync('which', ['pgbench'], { encoding: 'utf8' }).trim();
    const table = 'ran_by_pgbench';
    await ask('postgres', `create table ${table} (n int)`);
    const folder = mkdtempSync(join(tmpdir(), 'latchkey pgbench-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'in sert.sql');
    writeFileSync(file, `insert into ${table} values (1);\n`);
    const own: OwnClient = {
      id: 'own-pgbench',
      name: 'pgbench',
      runsIn: 'terminal',
      families: ['postgres'],
      program: pgbench,
      command: `--no-vacuum --rate=10 --transactions=20 --file='${file}' {database}`,
    };
    const here = machine({ choices: { paths: {}, own: [own] } });
    const opened = await here.openThrough(target('postgres'), own.id, gateway);
    expect(opened).toMatchObject({ ok: true, value: { terminal: 'xterm', delivery: 'environment' } });
    await vi.waitFor(
      async () => expect(await ask('postgres', `select count(*) from ${table}`)).toBe('20'),
      quitTimeout,
    );
    expect(gateway.tokens()).toBeGreaterThan(0);
    const title = 'Orders [prod] - pgbench';
    await vi.waitFor(async () => expect(await sessions('postgres')).toBe(0), quitTimeout);
    const window = await display.window(title);
    const seen = await watching.stop();
    expect(seen.some((line) => line.includes('pgbench --no-vacuum'))).toBe(true);
    expectNoTrace(seen, gateway.password, here);
    await display.typeLine(window, '');
    await vi.waitFor(async () => expect(await display.hasWindow(title)).toBe(false), quitTimeout);
  });
});

/** How many sessions there are beside the one that asks. */
async function sessions(engine: Engine): Promise<number> {
  const query =
    engine === 'postgres'
      ? `select count(*) from pg_stat_activity where usename = current_user and pid <> pg_backend_pid()`
      : `select count(*) from information_schema.processlist where id <> connection_id()`;
  return Number(await ask(engine, query));
}

describe('pgcli', () => {
  /** A keyring that writes down what it is to keep, as a user's own configuration can name one. */
  function withKeyring() {
    const here = machine();
    const folder = join(here.home, '.config', 'python_keyring');
    mkdirSync(folder, { recursive: true });
    const kept = join(here.home, 'kept');
    writeFileSync(
      join(folder, 'keyringrc.cfg'),
      `[backend]\ndefault-keyring=writing_keyring.Keyring\nkeyring-path=${here.home}\n`,
    );
    writeFileSync(
      join(here.home, 'writing_keyring.py'),
      [
        'from keyring.backend import KeyringBackend',
        'class Keyring(KeyringBackend):',
        '    priority = 1',
        '    def get_password(self, service, user): return None',
        `    def set_password(self, service, user, password): open('${kept}', 'w').write(password)`,
        '    def delete_password(self, service, user): pass',
      ].join('\n'),
    );
    return here;
  }

  it('puts no token into the keyring, as it otherwise does', async () => {
    const here = withKeyring();
    expect(await here.open(target('postgres'), 'pgcli')).toMatchObject({ ok: true });
    const title = 'Orders [prod] - pgcli';
    const window = await display.window(title);
    await display.typeLine(window, 'create table kept_by_pgcli as select 1 as n;');
    expect(await rows('postgres', 'kept_by_pgcli')).toBe(1);
    const [token = ''] = here.tokens;
    expect(here.filesWith(token)).toEqual([]);
    await display.typeLine(window, '\\q');
    await vi.waitFor(async () => expect(await sessions('postgres')).toBe(0), quitTimeout);
    await display.typeLine(window, '');
  });
});
