import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_CONNECTIONS } from '../../../app/connections/model.ts';
import { merged } from '../../../app/connections/merge.ts';
import { forFile } from '../../../app/connections/file-keys.ts';
import { byCodePoint, fieldNames, sharedOf } from '../../../app/connections/shared-connection.ts';
import { MAX_SHARED_LENGTH, readShared, writeShared } from '../../../app/connections/sharing.ts';
import { noRecipes } from '../../../app/connections/shared-recipes.ts';
import { anyConnections, many, shared } from './any-connection.ts';
import { connection, idOf } from './sample-connection.ts';

const fileOf = (entries: readonly unknown[], over: object = {}): string =>
  JSON.stringify({ format: 'latchkey-connections', version: 1, connections: entries, ...over });
const entry = {
  id: idOf(1),
  name: 'orders',
  family: 'postgres',
  profile: 'prod',
  region: 'eu-west-1',
  sign: { host: 'orders.example.com', port: 5432 },
  dbUser: 'app',
  changedAt: '2026-01-01T00:00:00.000Z',
};
const { sign: address, ...named } = entry;
const taken = {
  ...named,
  address,
  networkRoute: { kind: 'direct' },
  environment: null,
  notes: '',
  database: '',
  client: null,
};
const takenAt = { ...taken, changedAt: Date.UTC(2026, 0, 1) };

/** How long this process computes, in milliseconds. */
function processorTimeOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function read(text: string) {
  const result = readShared(text);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
const refusedIn = (entries: readonly unknown[]) => read(fileOf(entries)).refused;

describe('export', () => {
  it('is two-space JSON with what is empty left out, and nothing of this machine', () => {
    const text = writeShared([
      connection({ caFile: '/home/me/ca.pem', pinned: true, usedAt: 1_234, name: 'b', database: '' }),
      connection({
        id: idOf(2),
        name: 'a',
        environment: null,
        notes: 'line 1\nline 2',
        networkRoute: { kind: 'address', address: { host: 'localhost', port: 1 } },
        client: 'psql',
      }),
    ]);
    expect(text).toBe(`{
  "format": "latchkey-connections",
  "version": 1,
  "connections": [
    {
      "id": "5f0c6f0a-3f6e-4d43-9d5a-000000000002",
      "name": "a",
      "notes": "line 1\\nline 2",
      "family": "postgres",
      "profile": "prod",
      "region": "eu-west-1",
      "sign": {
        "host": "orders.abc.eu-west-1.rds.amazonaws.com",
        "port": 5432
      },
      "dial": {
        "host": "localhost",
        "port": 1
      },
      "dbUser": "app_readonly",
      "database": "shop",
      "client": "psql",
      "changedAt": "2026-01-01T00:00:00.000Z"
    },
    {
      "id": "5f0c6f0a-3f6e-4d43-9d5a-0f2f3c6b7a01",
      "name": "b",
      "environment": {
        "label": "prod",
        "kind": "prod"
      },
      "family": "postgres",
      "profile": "prod",
      "region": "eu-west-1",
      "sign": {
        "host": "orders.abc.eu-west-1.rds.amazonaws.com",
        "port": 5432
      },
      "dbUser": "app_readonly",
      "changedAt": "2026-01-01T00:00:00.000Z"
    }
  ]
}
`);
  });

  it('keeps the order of keys whatever order they came in', () => {
    const reversed = Object.fromEntries(Object.entries(connection()).toReversed());
    const turned = { sign: { port: 5432, host: 'a' }, environment: { kind: 'dev', label: 'x' } } as const;
    const straight = { sign: { host: 'a', port: 5432 }, environment: { label: 'x', kind: 'dev' } } as const;
    expect(writeShared([{ ...connection(), ...reversed, ...turned }])).toBe(
      writeShared([connection(straight)]),
    );
  });

  it('then import into an empty list is the identity on all that is shared', () => {
    fc.assert(
      fc.property(anyConnections, (list) => {
        const { connections, refused } = read(writeShared(list));
        expect(refused).toEqual([]);
        const { list: here, added, changed } = merged([], connections, []);
        expect([added, changed]).toEqual([list.length, 0]);
        const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
        expect(here.map(shared).toSorted(byId)).toEqual(list.map(shared).toSorted(byId));
        // and writing it again changes no byte in a team's repository
        expect(writeShared(here)).toBe(writeShared(list));
      }),
    );
  });

  it('gives the same bytes whatever the order in the list', () => {
    fc.assert(
      fc.property(
        anyConnections.chain((list) =>
          fc.tuple(
            fc.constant(list),
            fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
          ),
        ),
        ([list, shuffled]) => {
          expect(writeShared(shuffled)).toBe(writeShared(list));
        },
      ),
    );
  });
});

describe('the order of names', () => {
  it('is that of code points', () => {
    const names = ['\u{1F600}', '\u{FFFD}', 'b', 'a', 'ab', 'B', '', 'é'];
    expect(names.toSorted(byCodePoint)).toEqual(['', 'B', 'a', 'ab', 'b', 'é', '\u{FFFD}', '\u{1F600}']);
  });
});

describe('a shared file', () => {
  it('is read with a byte order mark, with CRLF, with empty fields left out or null', () => {
    const text = JSON.stringify(JSON.parse(fileOf([entry])), null, 2).replaceAll('\n', '\r\n');
    expect(read(`\u{FEFF}${text}`)).toEqual({ connections: [takenAt], recipes: noRecipes, refused: [] });
    const { address: sign, ...rest } = taken;
    const { networkRoute: _, ...others } = rest;
    expect(read(fileOf([{ ...others, sign, dial: null }]))).toEqual({
      connections: [takenAt],
      recipes: noRecipes,
      refused: [],
    });
  });

  it.each([
    ['empty', '', 'contains no Latchkey connections'],
    ['no JSON', '{"format": "latchkey', 'contains no Latchkey connections'],
    ['a list', '[]', 'contains no Latchkey connections'],
    ['null', 'null', 'contains no Latchkey connections'],
    ['another program’s', fileOf([], { format: 'other' }), 'contains no Latchkey connections'],
    ['without a version', fileOf([], { version: undefined }), 'contains no Latchkey connections'],
    ['of version 0', fileOf([], { version: 0 }), 'contains no Latchkey connections'],
    ['of a version in words', fileOf([], { version: '1' }), 'contains no Latchkey connections'],
    ['a newer Latchkey’s', fileOf([entry], { version: 2 }), 'was written by a newer Latchkey'],
    ['without connections', fileOf([], { connections: undefined }), 'contains no Latchkey connections'],
    ['with connections by name', fileOf([], { connections: {} }), 'contains no list'],
    ['nested without end', '['.repeat(1_000_000), 'contains no Latchkey connections'],
    [
      'nested very deep',
      `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`,
      'contains no Latchkey connections',
    ],
    ['too large', ' '.repeat(MAX_SHARED_LENGTH + 1), 'larger than 8 MiB'],
    ['too long', fileOf(Array.from({ length: MAX_CONNECTIONS + 1 }, () => 0)), 'holds 5001 connections'],
  ])('that is %s is refused as a whole', (_what, text, words) => {
    expect(readShared(text)).toMatchObject({
      ok: false,
      error: { code: 'file-unreadable', message: expect.stringContaining(words), hint: expect.any(String) },
    });
  });

  it('with as many as there may be, each as long as it may be made of plain text, is not too large', () => {
    const text = writeShared(many().map((one) => ({ ...one, notes: 'n'.repeat(1_000) })));
    expect(text.length).toBeLessThan(MAX_SHARED_LENGTH);
    expect(read(text).connections).toHaveLength(MAX_CONNECTIONS);
  });

  it('with a key of its own says that it was left out', () => {
    expect(read(fileOf([entry], { comment: 'ours' }))).toEqual({
      connections: [takenAt],
      recipes: noRecipes,
      refused: [{ which: '"comment"', why: 'is not known to Latchkey, and was left out' }],
    });
  });
});

describe('an entry', () => {
  it.each([
    [{ ...entry, sign: { host: 'a', port: 65_536 } }, 'port is not between 1 and 65535'],
    [{ ...entry, sign: { host: 'a', port: '5432' } }, 'port is not between 1 and 65535'],
    [{ ...entry, sign: { host: 'http://a/', port: 1 } }, 'host is not a host name or an IP address'],
    [{ ...entry, sign: { host: '-a', port: 1 } }, 'host is not a host name or an IP address'],
    [{ ...entry, sign: { host: 'a' } }, 'port is missing'],
    [{ ...entry, sign: 'a:1' }, 'sign is not a host and a port'],
    [{ ...entry, sign: undefined }, 'sign is missing'],
    [{ ...entry, dial: { host: 'a', port: 0 } }, 'connect port is not between 1 and 65535'],
    [{ ...entry, dial: { host: '', port: 1 } }, 'connect host is not a host name or an IP address'],
    [{ ...entry, id: 'orders' }, 'id is not a UUID'],
    [
      { ...entry, environment: { label: 'x', kind: 'y' } },
      'environment kind is not prod, staging, dev or other',
    ],
    [
      { ...entry, environment: { label: '', kind: 'dev' } },
      'environment label is not 1 to 32 characters that can be seen',
    ],
    [{ ...entry, environment: 'dev' }, 'environment is not a label and a kind'],
    [
      { ...entry, notes: 'n'.repeat(4_001) },
      'notes is not text of at most 4,000 characters that can be seen',
    ],
    [{ ...entry, family: 'oracle' }, 'family is not postgres, mysql or mariadb'],
    [{ ...entry, profile: '' }, 'profile is not a name of 1 to 256 characters that can be seen'],
    [{ ...entry, region: 'Ireland' }, 'region is not an AWS region code'],
    [{ ...entry, dbUser: 'a\nb' }, 'database user is not one line of 1 to 128 characters that can be seen'],
    [{ ...entry, dbUser: undefined }, 'database user is missing'],
    [{ ...entry, database: 'a\0' }, 'database is not one line of at most 128 characters that can be seen'],
    [{ ...entry, client: 'rm -rf' }, 'client is not psql, mysql or mariadb'],
    [{ ...entry, changedAt: 5 }, 'changedAt is not a time such as 2026-01-31T09:30:00.000Z'],
    [
      { ...entry, changedAt: '2026-02-30T00:00:00Z' },
      'changedAt is not a time such as 2026-01-31T09:30:00.000Z',
    ],
    [
      { ...entry, changedAt: '1969-12-31T23:59:59Z' },
      'changedAt is not a time such as 2026-01-31T09:30:00.000Z',
    ],
    [{ ...entry, password: 'x', token: 'y' }, 'has keys that Latchkey does not know: "password", "token"'],
    [{ ...entry, caFile: '/etc/passwd' }, 'has keys that Latchkey does not know: "caFile"'],
    [{ ...entry, sign: { host: 'a', port: 1, url: '' } }, 'sign has keys that Latchkey does not know: "url"'],
    [{ ...entry, region: '', dbUser: '' }, /^region is not .*; database user is not/],
  ])('%# that is wrong is refused with words, and the others are taken', (wrong, why) => {
    const { connections, refused } = read(fileOf([wrong, { ...entry, id: idOf(2) }]));
    expect(connections).toEqual([{ ...takenAt, id: idOf(2) }]);
    expect(refused).toEqual([
      { which: 'entry 1 (orders)', why: typeof why === 'string' ? why : expect.stringMatching(why) },
    ]);
  });

  it.each([[null], [3], ['text'], [[]]])('%j that is none at all is refused', (wrong) => {
    expect(refusedIn([entry, wrong])).toEqual([{ which: 'entry 2', why: 'it is not a connection' }]);
  });

  it('with a name that is wrong is still told by what of it can be shown', () => {
    expect(refusedIn([{ ...entry, name: `a\nb${'c'.repeat(200)}` }])).toEqual([
      {
        which: expect.stringMatching(/^entry 1 \(a bc+…\)$/),
        why: 'name is not one line of 1 to 128 characters that can be seen',
      },
    ]);
  });

  it('never sets an SSH server, which is this machine’s own', () => {
    const [refused] = refusedIn([{ ...entry, ssh: { destination: 'evil.example' } }]);
    expect(refused?.why).toContain('ssh');
    expect(read(fileOf([{ ...entry, ssh: { destination: 'evil.example' } }])).connections).toEqual([]);
  });

  it('never sets a proxy, which is this machine’s own', () => {
    const [refused] = refusedIn([{ ...entry, proxy: { address: null } }]);
    expect(refused?.why).toContain('proxy');
    expect(read(fileOf([{ ...entry, proxy: { address: null } }])).connections).toEqual([]);
  });

  it('with keys without end is refused in a line of bounded length', () => {
    const keys = Array.from({ length: 20 }, (_, at) => [`${at}${'k\n'.repeat(1_000)}`, 1]);
    const [refused] = refusedIn([{ ...entry, ...Object.fromEntries(keys) }]);
    expect(refused?.why).toHaveLength(512);
    expect(refused?.why).not.toContain('\n');
  });

  it('with 200,000 keys, inside or beside the entries, is read in time, and some of them are named', () => {
    const stray = Object.fromEntries(Array.from({ length: 200_000 }, (_, at) => [`k${at}`, 1]));
    const texts = [
      fileOf([{ ...entry, ...stray }]),
      JSON.stringify({ ...JSON.parse(fileOf([entry])), ...stray }),
    ];
    // in the processor's time and beside the parser's own, for other programs may hold this one up
    const parsing = processorTimeOf(() => texts.map((text) => void JSON.parse(text)));
    let results: ReturnType<typeof read>[] = [];
    expect(processorTimeOf(() => (results = texts.map(read)))).toBeLessThan(2.5 * parsing + 200);
    const [inside] = results[0]?.refused ?? [];
    const beside = results[1]?.refused ?? [];
    expect(inside?.why).toMatch(/^has keys that Latchkey does not know: "k0", .*, 199992 more$/);
    expect(beside).toHaveLength(17);
    expect(beside.at(-1)).toEqual({ which: '199984 more keys', why: 'are not known either' });
  });

  it('with a key of the prototype is refused and changes none', () => {
    for (const key of ['__proto__', 'constructor', 'toString']) {
      const text = fileOf([entry]).replace('"name"', `"${key}":{"port":1},"name"`);
      expect(read(text)).toEqual({
        connections: [],
        recipes: noRecipes,
        refused: [{ which: 'entry 1 (orders)', why: `has keys that Latchkey does not know: "${key}"` }],
      });
    }
    const inSign = fileOf([entry]).replace('"host"', '"__proto__":{"a":1},"host"');
    expect(read(inSign).refused[0]?.why).toBe('sign has keys that Latchkey does not know: "__proto__"');
    const envelope = fileOf([entry]).replace('"format"', '"__proto__":{"a":1},"format"');
    expect(read(envelope).connections).toEqual([takenAt]);
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
  });

  it('nested very deep is refused', () => {
    const deep = `${'['.repeat(500_000)}${']'.repeat(500_000)}`;
    const text = fileOf([entry, { ...entry, id: idOf(2), notes: '@' }]).replace('"@"', deep);
    expect(read(text)).toEqual({
      connections: [takenAt],
      recipes: noRecipes,
      refused: [
        { which: 'entry 2 (orders)', why: 'notes is not text of at most 4,000 characters that can be seen' },
      ],
    });
  });

  it('whose id another has counts where it is the newer one, in either order', () => {
    const newer = { ...entry, name: 'newer', changedAt: '2026-01-02T00:00:00Z' };
    const expected = [{ ...takenAt, name: 'newer', changedAt: Date.UTC(2026, 0, 2) }];
    expect(read(fileOf([entry, newer]))).toEqual({
      connections: expected,
      recipes: noRecipes,
      refused: [{ which: 'entry 1 (orders)', why: 'has the same id as entry 2 (newer), which counts' }],
    });
    expect(read(fileOf([newer, entry]))).toEqual({
      connections: expected,
      recipes: noRecipes,
      refused: [{ which: 'entry 2 (orders)', why: 'has the same id as entry 1 (newer), which counts' }],
    });
  });

  it('has a word for each shared field, wherever one is added', () => {
    const whole = connection({ networkRoute: { kind: 'session-manager', target: null } });
    for (const key of fieldNames.flatMap((name) => forFile(name, sharedOf(whole))).map(([key]) => key)) {
      const [refused] = refusedIn([{ ...entry, [key]: 1 }]);
      expect(refused?.why).toMatch(/^(?!it is not).* is not /);
    }
  });
});
