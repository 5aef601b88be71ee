import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  conninfoValue,
  curlValue,
  optionFileValue,
  pgpassField,
} from '../../app/common/text/config-files.ts';
import { jsonString, xmlText, yamlString } from '../../app/common/text/literals.ts';
import type { FormatInput } from '../../app/copy-formats/format-input.ts';
import { makers } from '../../app/copy-formats/formatters.ts';
import { percentEncoded } from '../../app/common/text/percent-encoding.ts';
import { anyText } from '../app/any-text.ts';
import { oddName, oddText } from '../app/clients/odd-values.ts';
import { temporaryFolder } from '../main/temporary-folder.ts';
import { outputOf } from './copy-as.ts';

const PYTHON = '/usr/bin/python3';

/** What Python makes of a program's text. */
function python(program: string): unknown {
  return JSON.parse(
    execFileSync(PYTHON, ['-c', 'import sys; exec(compile(sys.stdin.buffer.read(), "copied", "exec"))'], {
      input: program,
      encoding: 'utf8',
    }),
  );
}

/** What libpq's own parser makes of each text's `user`; null where it is empty. */
const libpqUsers = `
import ctypes, ctypes.util, json, sys
pq = ctypes.CDLL(ctypes.util.find_library('pq'))
class Option(ctypes.Structure):
    _fields_ = [(n, ctypes.c_char_p) for n in ('keyword', 'envvar', 'compiled', 'val', 'label', 'dispchar')] + [('dispsize', ctypes.c_int)]
pq.PQconninfoParse.restype = ctypes.POINTER(Option)
def user(text):
    error = ctypes.c_char_p()
    options = pq.PQconninfoParse(text.encode(), ctypes.byref(error))
    if not options: return 'refused: ' + error.value.decode()
    at = 0
    while options[at].keyword:
        if options[at].keyword == b'user': return options[at].val.decode() or None
        at += 1
print(json.dumps([user(text) for text in json.load(sys.stdin)]))
`;

const many = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 40 });
const whole = (value: string): string => value.replace(/\p{Surrogate}/gu, '\u{fffd}');

describe('a value comes back as it went in', () => {
  it('in Python', () => {
    fc.assert(
      fc.property(many(fc.oneof(anyText, oddText)), (values) => {
        expect(python(`import json\nprint(json.dumps([${values.map(jsonString).join(', ')}]))\n`)).toEqual(
          values,
        );
      }),
      { numRuns: 15 },
    );
  });

  it('in YAML', () => {
    const read = 'import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin.buffer.read())))';
    fc.assert(
      fc.property(many(fc.oneof(anyText, oddText)), (values) => {
        const input = values.map((value) => `- ${yamlString(value)}\n`).join('');
        expect(JSON.parse(execFileSync(PYTHON, ['-c', read], { input, encoding: 'utf8' }))).toEqual(
          values.map(whole),
        );
      }),
      { numRuns: 15 },
    );
  });

  it('in an option file, as my_print_defaults reads it', () => {
    const file = join(temporaryFolder(), 'copied.cnf');
    fc.assert(
      fc.property(many(oddText), (values) => {
        writeFileSync(
          file,
          `[client]\n${values.map((value, at) => `option${at}=${optionFileValue(value)}\n`).join('')}`,
        );
        const printed = execFileSync('my_print_defaults', [`--defaults-file=${file}`, 'client'], {
          encoding: 'utf8',
        });
        expect(printed).toBe(values.map((value, at) => `--option${at}=${value}\n`).join(''));
      }),
      { numRuns: 20 },
    );
  });

  it('in XML, as text and as an attribute', () => {
    const read =
      'import json, sys; from xml.etree import ElementTree as E; print(json.dumps([[e.text or "", e.get("a")] for e in E.fromstring(sys.stdin.buffer.read())]))';
    const inXml = (value: string): string =>
      value.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\u{fffd}');
    fc.assert(
      fc.property(many(fc.oneof(anyText, oddText)), (values) => {
        const input = `<r>${values.map((value) => `<e a="${xmlText(value)}">${xmlText(value)}</e>`).join('')}</r>`;
        expect(JSON.parse(execFileSync(PYTHON, ['-c', read], { input, encoding: 'utf8' }))).toEqual(
          values.map((value) => [inXml(value), inXml(value)]),
        );
      }),
      { numRuns: 15 },
    );
  });

  it('in a part of a URL, as Python reads it', () => {
    const read =
      'import json, sys; from urllib.parse import unquote; print(json.dumps([unquote(p) for p in sys.stdin.read().split("/")]))';
    fc.assert(
      fc.property(many(fc.oneof(anyText, oddText)), (values) => {
        const input = values.map(percentEncoded).join('/');
        expect(JSON.parse(execFileSync(PYTHON, ['-c', read], { input, encoding: 'utf8' }))).toEqual(
          values.map(whole),
        );
      }),
      { numRuns: 15 },
    );
  });

  it('in libpq’s keywords and values, as libpq itself takes them apart', () => {
    fc.assert(
      fc.property(many(oddText), (values) => {
        const input = JSON.stringify(values.map((value) => `user=${conninfoValue(value)} port=5432`));
        expect(JSON.parse(execFileSync(PYTHON, ['-c', libpqUsers], { input, encoding: 'utf8' }))).toEqual(
          values.map((value) => (value === '' ? null : value)),
        );
      }),
      { numRuns: 15 },
    );
  });

  it('in a JDBC URL of each database, as its driver takes it apart', () => {
    const file = join(temporaryFolder(), 'urls');
    const jars = ['postgresql', 'mariadb-java-client'].map((jar) => `/usr/share/java/${jar}.jar`).join(':');
    const given = fc.sample(fc.tuple(oddName, oddName, oddName), { numRuns: 400, seed: 20_261_128 });
    for (const family of ['postgres', 'mariadb'] as const) {
      const urls = given.map(([user, secret, database]) =>
        jdbcOf({ family, dbUser: `u${user}`, secret, database }),
      );
      writeFileSync(file, `${urls.join('\n')}\n`);
      const printed = execFileSync('java', ['-cp', jars, join(import.meta.dirname, 'JdbcUrls.java'), file], {
        encoding: 'utf8',
      });
      const found = printed
        .trim()
        .split('\n')
        .map((line) =>
          line
            .split('.')
            .slice(0, 3)
            .map((part) => Buffer.from(part, 'hex').toString()),
        );
      expect(found).toEqual(
        given.map(([user, secret, database]) => {
          // what would end a part is left out, and a note says so
          if (family === 'mariadb')
            return [
              user.includes('&') ? '' : `u${user}`,
              secret.includes('&') ? '' : secret,
              database.includes('?') ? '' : database,
            ].map(whole);
          // where none is named pgJDBC, as libpq, takes the user's name
          const own = database === '' && family === 'postgres' ? `u${user}` : database;
          return [`u${user}`, secret, own].map(whole);
        }),
      );
    }
  });

  it('in curl’s configuration, as curl sends it', async () => {
    const received: string[] = [];
    const server = createHttpServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        received.push(Buffer.concat(parts).toString());
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const file = join(temporaryFolder(), 'curlrc');
    await fc.assert(
      fc.asyncProperty(oddText, async (value) => {
        const lines = [
          ['url', `http://127.0.0.1:${port}/`],
          ['data-raw', `v${value}`],
          ['noproxy', '*'],
        ];
        writeFileSync(file, lines.map(([name, of = '']) => `${name} = ${curlValue(of)}\n`).join(''));
        await outputOf('curl', ['-q', '-s', '--config', file], { env: { PATH: process.env['PATH'] } });
        expect(received.pop()).toBe(`v${value}`);
      }),
      { numRuns: 40 },
    );
  });

  it('in a password file, where libpq finds the entry by user and database', async () => {
    const gatewayEndpoint = await startPasswordRecorder();
    const file = join(temporaryFolder(), 'pgpass');
    await fc.assert(
      fc.asyncProperty(oddName, oddName, async (user, database) => {
        const [dbUser, dbName] = [`u${user}`, `d${database}`];
        const entry = [
          '127.0.0.1',
          String(gatewayEndpoint.port),
          pgpassField(dbName),
          pgpassField(dbUser),
          'found',
        ];
        writeFileSync(file, `*:*:other:*:wrong\n${entry.join(':')}\n*:*:*:*:wrong\n`, { mode: 0o600 });
        const env = {
          PATH: process.env['PATH'],
          LC_ALL: 'C.UTF-8',
          PGHOST: '127.0.0.1',
          PGPORT: String(gatewayEndpoint.port),
          PGSSLMODE: 'disable',
          PGGSSENCMODE: 'disable',
          PGUSER: dbUser,
          PGDATABASE: dbName,
          PGPASSFILE: file,
        };
        await outputOf('psql', ['-w', '-c', 'select 1'], { env });
        expect(gatewayEndpoint.last()).toEqual({ user: dbUser, database: dbName, password: 'found' });
      }),
      { numRuns: 15 },
    );
  });
});

/** A JDBC URL for the gateway, with the local password. */
function jdbcOf(of: Pick<FormatInput, 'family' | 'dbUser' | 'secret' | 'database'>): string {
  return makers.jdbc.make({
    ...of,
    name: 'odd',
    host: '127.0.0.1',
    connectAddress: { host: '127.0.0.1', port: 15_432 },
    hostaddr: null,
    isTunnelled: false,
    direct: null,
    localSide: null,
    ends: null,
    platform: 'linux',
  }).text;
}

/** A server that asks for a password in clear text, writes down what it is given and refuses it. */
async function startPasswordRecorder() {
  let last = { user: '', database: '', password: '' };
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (startup) => {
      const words = startup.subarray(8).toString().split('\0');
      const of = (name: string): string => words[words.indexOf(name) + 1] ?? '';
      socket.write(Buffer.from('520000000800000003', 'hex'));
      socket.once('data', (answer) => {
        last = { user: of('user'), database: of('database'), password: answer.subarray(5, -1).toString() };
        socket.end();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { port: typeof address === 'object' ? (address?.port ?? 0) : 0, last: () => last };
}
