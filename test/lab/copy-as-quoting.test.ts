import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { jsonString, optionFileValue, pgpassField, yamlString } from '../../app/copy-formats/quoting.ts';
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
