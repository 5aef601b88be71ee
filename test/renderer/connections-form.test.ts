import { describe, expect, it } from 'vitest';
import { draft } from '../../app/connections/model.ts';
import {
  draftOf,
  emptyForm,
  formOfConnection,
  formOfEndpoint,
  wholeForm,
  withConnectHost,
  withFamily,
  withHost,
  withHostSplit,
  type ConnectionForm,
} from '../../renderer/connections/form.ts';
import { problemsOf, warningsOf } from '../../renderer/connections/problems.ts';
import { isRdsName, regionOfHost, splitAddress } from '../../renderer/connections/typed-address.ts';
import { orders, ordersReader, profile, savedOrders, savedTunnel } from './samples.ts';

const rds = 'orders.cluster-c9q2x7abcdef.eu-west-1.rds.amazonaws.com';

/** A form that can be saved. */
const good: ConnectionForm = {
  ...emptyForm(),
  name: 'orders',
  host: rds,
  region: 'eu-west-1',
  profile: 'platform-prod',
  dbUser: 'app_readonly',
};

const form = (change: Partial<ConnectionForm>): ConnectionForm => ({ ...good, ...change });

describe('a connection form', () => {
  it('of a saved connection saves the same connection', () => {
    for (const saved of [savedOrders, savedTunnel]) {
      const { id: _id, pinned: _p, changedAt: _c, usedAt: _u, ...said } = saved;
      expect(draftOf(formOfConnection(saved))).toEqual(draft.parse(said));
    }
  });

  it('of an endpoint lacks nothing that discovery knows', () => {
    const made = formOfEndpoint(orders, { dbUser: 'app_readonly', database: 'orders' });
    expect(problemsOf(made)).toEqual({});
    expect(draftOf(made)).toMatchObject({
      name: 'orders',
      environment: { label: 'prod', kind: 'prod' },
      family: 'postgres',
      profile: 'platform-prod',
      region: 'us-east-1',
      address: orders.address,
      networkRoute: { kind: 'direct' },
      dbUser: 'app_readonly',
      database: 'orders',
    });
    expect(formOfEndpoint(ordersReader, { dbUser: '', database: '' }).name).toBe('orders reader');
    expect(Object.keys(problemsOf(formOfEndpoint(ordersReader, { dbUser: '', database: '' })))).toEqual([
      'dbUser',
    ]);
  });

  it('that is empty says in words what each field wants', () => {
    expect(problemsOf(emptyForm())).toEqual({
      name: 'Enter a name to find the connection by.',
      host: 'Enter the host that AWS shows for the database.',
      region: 'Enter the region, such as eu-west-1.',
      profile: 'Choose the AWS profile that signs the token.',
      dbUser: 'Enter the database user. A token is for one user.',
    });
    expect(draftOf(emptyForm())).toBeNull();
  });

  it.each<[Partial<ConnectionForm>, keyof ReturnType<typeof problemsOf>, RegExp]>([
    [{ port: '' }, 'port', /Enter the port/],
    [{ port: '0' }, 'port', /1 to 65535/],
    [{ port: '65536' }, 'port', /1 to 65535/],
    [{ host: 'db.example.com:99999' }, 'port', /1 to 65535/],
    [{ port: '54x2' }, 'port', /1 to 65535/],
    [{ host: 'https://' }, 'host', /URL/],
    [{ host: 'orders.example.com/path' }, 'host', /“\/”/],
    [{ host: 'app@orders.example.com' }, 'host', /Enter only the host/],
    [{ host: 'my host' }, 'host', /no spaces/],
    [{ host: '-h' }, 'host', /not a host name/],
    [{ host: 'a'.repeat(260) }, 'host', /253/],
    [{ region: 'mars' }, 'region', /region code/],
    [{ name: 'x'.repeat(129) }, 'name', /128/],
    [{ name: 'two\nlines' }, 'name', /one line/],
    [{ environment: { label: ' ', kind: 'prod' } }, 'environment', /label/],
    [{ routeKind: 'address' }, 'connectHost', /connect through/],
    [{ routeKind: 'address', connectHost: '127.0.0.1' }, 'connectPort', /Enter the port/],
    [{ notes: 'x'.repeat(4_001) }, 'notes', /4,000/],
  ])('with %o is wrong in %s', (change, field, words) => {
    expect(problemsOf(wholeForm(form(change)))[field]).toMatch(words);
    expect(draftOf(form(change))).toBeNull();
  });

  it('is wrong in words exactly where main would refuse it', () => {
    const odd = [
      '',
      ' ',
      'x',
      '0',
      '5432',
      '::1',
      'a b',
      '-x',
      'a.b',
      'http://x',
      'é',
      '\u0000',
      'us-east-1',
      'x'.repeat(300),
    ];
    for (const field of ['name', 'host', 'port', 'region', 'profile', 'dbUser', 'database'] as const) {
      for (const value of odd) {
        const tried = form({ [field]: value });
        const isWrong = Object.keys(problemsOf(tried)).length > 0;
        expect([field, value, draftOf(tried) === null]).toEqual([field, value, isWrong]);
      }
    }
  });

  it('forgets where to dial while that is off, and not what was typed', () => {
    const off = form({ routeKind: 'direct', connectHost: 'not a host', connectPort: 'x' });
    expect(problemsOf(off)).toEqual({});
    expect(draftOf(off)?.networkRoute).toEqual({ kind: 'direct' });
  });

  it('moves an untouched default port with the engine, and only that', () => {
    expect(withFamily(good, 'mysql').port).toBe('3306');
    expect(withFamily(form({ port: '6432' }), 'mysql').port).toBe('6432');
    expect(withFamily(form({ client: 'psql' }), 'mariadb').client).toBeNull();
    expect(withFamily(form({ family: 'mysql', client: 'mariadb' }), 'mysql').client).toBe('mariadb');
  });
});

describe('what is typed for a host', () => {
  it('is taken apart when it is pasted', () => {
    const pasted = withHost(
      emptyForm(),
      `mysql://app%2Bro:secret@${rds}:3307/orders?ssl-mode=VERIFY_IDENTITY`,
    );
    expect(pasted).toMatchObject({
      host: rds,
      port: '3307',
      family: 'mysql',
      dbUser: 'app+ro',
      database: 'orders',
      region: 'eu-west-1',
    });
    expect(JSON.stringify(pasted)).not.toContain('secret');
    expect(withHost(emptyForm(), `jdbc:postgresql://${rds}/orders?user=app`)).toMatchObject({
      host: rds,
      port: '5432',
      dbUser: 'app',
      database: 'orders',
    });
  });

  it('is taken apart only when the field is left while it is typed letter by letter', () => {
    let typed = emptyForm();
    for (const letter of 'db.example.com:5433') typed = withHost(typed, typed.host + letter);
    expect(typed).toMatchObject({ host: 'db.example.com:5433', port: '5432' });
    expect(withHostSplit(typed)).toMatchObject({ host: 'db.example.com', port: '5433' });
    expect(draftOf({ ...good, host: 'db.example.com:5433' })?.address).toEqual({
      host: 'db.example.com',
      port: 5433,
    });
  });

  it('leaves what it does not say as it was', () => {
    expect(withHost(form({ host: '', dbUser: 'me', database: 'mine' }), 'db.example.com')).toMatchObject({
      port: '5432',
      dbUser: 'me',
      database: 'mine',
      region: 'eu-west-1',
    });
    expect(withHostSplit(good)).toBe(good);
    expect(draftOf(form({ region: 'us-east-1' }))?.region).toBe('us-east-1');
  });

  it('may be an IPv6 address, with a port in brackets only', () => {
    expect(splitAddress('[::1]:15432')).toMatchObject({ host: '::1', port: '15432' });
    expect(splitAddress('::1')).toMatchObject({ host: '::1', port: null });
    expect(splitAddress('postgres://[fd00::1]:5433/x')).toMatchObject({ host: 'fd00::1', port: '5433' });
    expect(withConnectHost(emptyForm(), '127.0.0.1:15432')).toMatchObject({
      connectHost: '127.0.0.1',
      connectPort: '15432',
    });
  });

  it('names a region where RDS gave the name', () => {
    expect(regionOfHost(rds)).toBe('eu-west-1');
    expect(regionOfHost('x.c1.rds.cn-north-1.amazonaws.com.cn')).toBe('cn-north-1');
    expect(regionOfHost('x.c1.us-gov-west-1.rds.amazonaws.com')).toBe('us-gov-west-1');
    expect(regionOfHost('db.example.com')).toBeNull();
  });

  it('is warned of where RDS would not know the name', () => {
    const profiles = [profile('platform-prod')];
    expect(warningsOf(good, profiles)).toEqual({});
    for (const host of ['localhost', '127.0.0.1', 'db.example.com', 'localhost:15432']) {
      expect(warningsOf(form({ host }), profiles).host).toMatch(/host name that AWS shows/);
    }
    expect(warningsOf(good, []).profile).toMatch(/no profile with this name/);
    expect(isRdsName('x.c1.rds.cn-north-1.amazonaws.com.cn')).toBe(true);
    expect(isRdsName('x.rds.amazonaws.com.evil.example')).toBe(false);
  });
});
