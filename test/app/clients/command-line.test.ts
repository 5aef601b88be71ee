import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../../app/clients/command-line.ts';
import { readableShellWord, shellWord } from '../../../app/clients/quoting.ts';
import { oddName, oddTarget, oddText, plainTarget } from './odd-values.ts';

/** What a real shell makes of words: its arguments. */
function wordsOf(command: string): string[] {
  const output = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' });
  return output.split('\0').slice(0, -1);
}

/** Takes libpq's keyword/value string apart after its documentation. */
function conninfoOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  const rest = text.replace(
    /(\w+)=('((?:[^'\\]|\\[\s\S])*)'|[^\s']*)(\s|$)/g,
    (_all, key: string, bare: string, quoted?: string) => {
      found[key] = quoted === undefined ? bare : quoted.replace(/\\([\s\S])/g, '$1');
      return '';
    },
  );
  expect(rest).toBe('');
  return found;
}

describe('quoting', () => {
  it('gives a real shell back what went in', () => {
    fc.assert(
      fc.property(fc.array(oddText, { minLength: 1, maxLength: 30 }), (values) => {
        expect(wordsOf(values.map(shellWord).join(' '))).toEqual(values);
        expect(wordsOf(values.map(readableShellWord).join(' '))).toEqual(values);
      }),
      { numRuns: 30 },
    );
  });
});

describe('commandLine', () => {
  it('reads well where nothing is odd', () => {
    expect(commandLine(plainTarget, 'psql', 'psql', '/home/a/rds-ca.pem')).toBe(
      "psql 'host=orders.abc.us-east-1.rds.amazonaws.com port=5432 user=alice dbname=shop sslmode=verify-full sslrootcert=/home/a/rds-ca.pem'",
    );
    expect(commandLine({ ...plainTarget, database: '' }, 'mysql', 'mysql', '/ca.pem')).toBe(
      'mysql --protocol=TCP --host=orders.abc.us-east-1.rds.amazonaws.com --port=5432 --user=alice --ssl-mode=VERIFY_IDENTITY --ssl-ca=/ca.pem --enable-cleartext-plugin',
    );
    expect(commandLine(plainTarget, 'mysql', 'mariadb', '/ca.pem')).toBe(
      'mysql --protocol=TCP --host=orders.abc.us-east-1.rds.amazonaws.com --port=5432 --user=alice --ssl --ssl-verify-server-cert --ssl-ca=/ca.pem --database=shop',
    );
  });

  it('survives a real shell and libpq’s rules, whatever the names', () => {
    fc.assert(
      fc.property(oddName, oddName, oddName, (dbUser, database, folder) => {
        const target = { ...plainTarget, dbUser: `u${dbUser}`, database };
        const caPath = `/${folder}/ca.pem`;
        const [program, conninfo = '', ...rest] = wordsOf(commandLine(target, 'psql', 'psql', caPath));
        expect([program, rest]).toEqual(['psql', []]);
        expect(conninfoOf(conninfo)).toEqual({
          host: target.host,
          port: '5432',
          user: target.dbUser,
          ...(database === '' ? {} : { dbname: database }),
          sslmode: 'verify-full',
          sslrootcert: caPath,
        });
        const mysql = wordsOf(commandLine(target, 'mysql', 'mysql', caPath));
        expect(mysql).toContain(`--user=${target.dbUser}`);
        expect(mysql).toContain(`--ssl-ca=${caPath}`);
        expect(mysql.includes(`--database=${database}`)).toBe(database !== '');
      }),
      { numRuns: 25 },
    );
  });

  it('keeps a user that starts with a dash a value', () => {
    const words = wordsOf(commandLine(oddTarget, 'mariadb', 'mariadb', '/ca.pem'));
    expect(words.filter((word) => word.startsWith('--user='))).toEqual([`--user=${oddTarget.dbUser}`]);
    expect(words.slice(1).every((word) => word.startsWith('--'))).toBe(true);
  });
});
