import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWords } from '../../../app/command/arguments.ts';
import { exitCodeOf, exitCodes } from '../../../app/command/model.ts';
import { matchName } from '../../../app/command/names.ts';
import { fail, failureCode, succeed } from '../../../app/common/result.ts';
import { anyText } from '../any-text.ts';
import { connection, idOf } from '../connections/sample-connection.ts';
import { testClock } from '../test-clock.ts';
import { commandLease, commandModule } from './command-module.ts';

const orders = connection({ id: idOf(1), name: 'orders' });
const ordersDev = connection({ id: idOf(2), name: 'orders-dev', environment: null, profile: 'dev' });
const billing = connection({
  id: idOf(3),
  name: 'Billing · prod',
  family: 'mysql',
  database: '',
  dbUser: "o'neil",
});
const all = [orders, ordersDev, billing];

describe('words', () => {
  it.each([
    [[], { what: 'help' }],
    [['help'], { what: 'help' }],
    [['token', '--help'], { what: 'help' }],
    [['--version'], { what: 'version' }],
    [['ls'], { what: 'list', json: false }],
    [['ls', '--json'], { what: 'list', json: true }],
    [['profiles'], { what: 'profiles', files: null, secrets: 'masked' }],
    [
      ['profiles', '/a', '--unmasked', 'C:\\b'],
      { what: 'profiles', files: { config: '/a', credentials: 'C:\\b' }, secrets: 'shown' },
    ],
    [['token', 'orders'], { what: 'token', name: 'orders', newline: true }],
    [['token', 'orders', '-n'], { what: 'token', name: 'orders', newline: false }],
    [['token', '--no-newline', 'orders'], { what: 'token', name: 'orders', newline: false }],
    [['token', '--', '-n'], { what: 'token', name: '-n', newline: true }],
    [['password', '-n', 'orders'], { what: 'password', name: 'orders', newline: false }],
    [['env', 'a b'], { what: 'environment', name: 'a b', shell: null }],
    [['env', 'a', '--shell', 'cmd'], { what: 'environment', name: 'a', shell: 'cmd' }],
    [['env', '--shell=powershell', 'a'], { what: 'environment', name: 'a', shell: 'powershell' }],
    [['env', '--', '--shell'], { what: 'environment', name: '--shell', shell: null }],
    [['open', 'orders'], { what: 'open', name: 'orders', client: null }],
    [['open', '--client', 'psql', 'orders'], { what: 'open', name: 'orders', client: 'psql' }],
    [['open', 'orders', '--client=psql'], { what: 'open', name: 'orders', client: 'psql' }],
    [['open', '--', '--client'], { what: 'open', name: '--client', client: null }],
    [['psql', 'orders'], { what: 'client', client: 'psql', name: 'orders', ownWords: 2 }],
    [['psql', 'orders', '-c', 'x'], { what: 'client', client: 'psql', name: 'orders', ownWords: 2 }],
    [['psql', 'orders', '--', '-c'], { what: 'client', client: 'psql', name: 'orders', ownWords: 3 }],
    [['mariadb', '--', '-x', '--', '--help'], { what: 'client', client: 'mariadb', name: '-x', ownWords: 4 }],
    [['mysql', 'orders', '--help'], { what: 'client', client: 'mysql', name: 'orders', ownWords: 2 }],
  ])('%j', (words, asked) => {
    expect(parseWords(words)).toEqual({ ok: true, value: asked });
  });

  it.each([
    [['rm', 'orders']],
    [['token']],
    [['token', 'a', 'b']],
    [['token', 'a', '--json']],
    [['env', 'a', '--shell']],
    [['env', 'a', '--shell', 'fish']],
    [['env', 'a', '--shell=']],
    [['ls', 'orders']],
    [['profiles', '/config']],
    [['profiles', 'config', '/credentials']],
    [['profiles', '/a', '/b', '/c']],
    [['profiles', '--json']],
    [['psql']],
    [['psql', '-c', 'select 1']],
    [['open', 'orders', '--client']],
    [['open', '--client', '--', 'orders']],
    [['__proto__']],
  ])('%j is not understood', (words) => {
    expect(parseWords(words)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.array(anyText, { maxLength: 6 }), (words) => void parseWords(words)));
  });
});

describe('a name', () => {
  it.each([
    ['orders', orders],
    [orders.id, orders],
    ['ORDERS', orders],
    ['orders-d', ordersDev],
    ['bill', billing],
  ])('%s means one', (name, found) => {
    expect(matchName(name, all)).toEqual({ found });
  });

  it('that several begin with is ambiguous, and so is one that two have', () => {
    expect(matchName('order', all)).toEqual({ candidates: [orders, ordersDev] });
    const twin = connection({ id: idOf(4), name: 'orders' });
    expect(matchName('orders', [...all, twin])).toEqual({ candidates: [orders, twin] });
    expect(matchName(twin.id, [...all, twin])).toEqual({ found: twin });
  });

  it('that nobody has names those that are near', () => {
    expect(matchName('ordesr-dev', all)).toEqual({ suggestion: ['orders-dev'] });
    expect(matchName('odrers', all)).toEqual({ suggestion: ['orders'] });
    expect(matchName('prod', all)).toEqual({ suggestion: ['Billing · prod'] });
    expect(matchName('zzzzzzzz', all)).toEqual({ suggestion: [] });
    expect(matchName('', all)).toEqual({ suggestion: [] });
  });

  it('is compared however its letters are composed', () => {
    const cafe = connection({ name: 'caf\u00e9' });
    expect(matchName('cafe\u0301', [cafe])).toEqual({ found: cafe });
  });
});

describe('the command', () => {
  it('lists by name, in columns', async () => {
    const { answer } = commandModule(all);
    const listed = await answer('ls');
    const lines = listed.do === 'print' ? listed.text.split('\n') : [];
    expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
      ['NAME', 'ENVIRONMENT', 'ENGINE', 'LOGIN', 'PROFILE', 'GATEWAY'],
      ['Billing · prod', 'prod', 'mysql', `o'neil@${orders.address.host}:5432`, 'prod', '-'],
      ['orders', 'prod', 'postgres', `app_readonly@${orders.address.host}:5432/shop`, 'prod', '-'],
      ['orders-dev', '-', 'postgres', `app_readonly@${orders.address.host}:5432/shop`, 'dev', '-'],
      [''],
    ]);
    const columns = lines
      .slice(0, -1)
      .map((line) => [...line.matchAll(/(?<= {2})\S/g)].map(({ index }) => index));
    expect(new Set(columns.map(String)).size).toBe(1);
  });

  it('prints the profiles as it is told to', async () => {
    const { answer } = commandModule([]);
    const files = { config: '/a', credentials: '/b' };
    expect(await answer('profiles')).toEqual({ do: 'print', text: '{"files":null,"secrets":"masked"}\n' });
    expect(await answer('profiles', '/a', '/b', '--unmasked')).toEqual({
      do: 'print',
      text: `${JSON.stringify({ files, secrets: 'shown' })}\n`,
    });
  });

  it('lists for programs', async () => {
    const { answer } = commandModule([orders]);
    const listed = await answer('ls', '--json');
    expect(listed.do === 'print' && JSON.parse(listed.text)).toEqual([
      {
        id: orders.id,
        name: 'orders',
        environment: 'prod',
        engine: 'postgres',
        profile: 'prod',
        region: 'eu-west-1',
        host: orders.address.host,
        port: 5432,
        user: 'app_readonly',
        database: 'shop',
        gatewayPort: null,
      },
    ]);
    expect(await commandModule([]).answer('ls', '--json')).toEqual({ do: 'print', text: '[]\n' });
  });

  it('prints exactly the token, with or without a newline, and tells the window of its lease', async () => {
    const { answer, record, used } = commandModule(all);
    expect(await answer('token', 'orders')).toEqual({ do: 'print', text: 'token-of-orders\n' });
    expect(await answer('token', '-n', 'orders')).toEqual({ do: 'print', text: 'token-of-orders' });
    expect(record).toHaveBeenCalledWith(commandLease);
    expect(used).toHaveBeenCalledWith(orders.id);
  });

  it('writes a use down once a minute, however often a loop asks', async () => {
    const { answer, used, clock } = commandModule([{ ...orders, usedAt: testClock().now() }]);
    await answer('token', 'orders');
    expect(used).not.toHaveBeenCalled();
    clock.advance(60_000);
    await answer('token', 'orders');
    expect(used).toHaveBeenCalledOnce();
  });

  it('refuses with the next step', async () => {
    const sign = async () =>
      fail('sign-in-needed', 'Profile sso needs a sign-in.\u001b[2J', {
        hint: 'It has ended.',
        command: 'aws sso login --profile sso',
      });
    const { answer, record, used } = commandModule(all, { sign });
    expect(await answer('token', 'orders')).toEqual({
      do: 'refuse',
      code: exitCodes.notPermitted,
      text: 'latchkey: Profile sso needs a sign-in.\\u{1b}[2J\n  It has ended.\n  Run: aws sso login --profile sso\n',
    });
    expect(record).not.toHaveBeenCalled();
    expect(used).not.toHaveBeenCalled();
  });

  it('names the candidates of an ambiguous name, and the nearest to an unknown one', async () => {
    const { answer } = commandModule(all);
    const several = await answer('token', 'order');
    expect(several).toMatchObject({ do: 'refuse', code: 65 });
    for (const { id, name } of [orders, ordersDev]) {
      expect(several).toMatchObject({ text: expect.stringContaining(`${id}  ${name}`) });
    }
    expect(await answer('env', 'ordesr-dev')).toEqual({
      do: 'refuse',
      code: 66,
      text: 'latchkey: There is no saved connection “ordesr-dev”.\n  Did you mean “orders-dev”?\n',
    });
  });

  it('gives the gateway’s local password, or says that there is none', async () => {
    expect(await commandModule(all).answer('password', '-n', 'orders')).toEqual({
      do: 'print',
      text: 'local',
    });
    const none = commandModule(all, { localPassword: async () => succeed(null) });
    expect(await none.answer('password', 'orders')).toMatchObject({ do: 'refuse', code: 69 });
  });

  it('becomes a client, and says how many words are its own', async () => {
    const { answer, record } = commandModule(all);
    expect(await answer('psql', 'orders', '--', '-c', 'select 1')).toMatchObject({
      do: 'run',
      run: { program: '/usr/bin/psql', ownWords: 3 },
    });
    expect(record).toHaveBeenCalledOnce();
  });

  it('opens in the usual client, or in the one that is named', async () => {
    const { answer, open } = commandModule(all);
    expect(await answer('open', 'orders')).toEqual({ do: 'print', text: 'Opened orders in psql (xterm).\n' });
    await answer('open', 'orders', '--client', 'psql');
    expect(open.mock.calls.map(([which, client]) => [which, client])).toEqual([
      [orders, null],
      [orders, 'psql'],
    ]);
    expect(await answer('open', 'orders', '--client', 'excel')).toMatchObject({ do: 'refuse', code: 64 });
  });

  it('tells whether a login works, in words and by its exit code', async () => {
    const yes = commandModule([orders]);
    expect(await yes.answer('doctor', 'orders')).toEqual({
      do: 'print',
      text: 'Can somebody log in to orders? Yes.',
    });
    const text = 'Can dev log in as app on orders? No.\n\nIAM authentication is off.\n';
    const no = commandModule([orders], { doctor: async () => succeed({ text, isIn: false }) });
    expect(await no.answer('doctor', 'orders')).toEqual({ do: 'refuse', text, code: 69 });
  });

  it('has a code for every failure', () => {
    const known = new Set<number>(Object.values(exitCodes));
    for (const code of failureCode.options) expect(known.has(exitCodeOf(code)), code).toBe(true);
  });

  it('prints no character that a terminal would obey, whatever is typed', async () => {
    const { answer } = commandModule(all);
    await fc.assert(
      fc.asyncProperty(anyText, async (name) => {
        const said = await answer('token', '--', name);
        if (said.do === 'refuse') expect(said.text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});
