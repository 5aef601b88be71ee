import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heidisql } from '../../../../app/clients/catalogue/heidisql.ts';
import { oddName } from '../odd-values.ts';
import { gatewayEndpoint, entryOf, planned, refusal, started } from './opening.ts';

/** The form: `ParseCommandLine` in `apphelpers.pas` of HeidiSQL/HeidiSQL. */
describe('HeidiSQL', () => {
  it.each(['win32', 'linux'] as const)('is started with parameters on %s', (platform) => {
    expect(started(heidisql, platform, { ...gatewayEndpoint, family: 'mysql' }, 'Pw1')).toEqual({
      words: [
        '/P/client',
        '--description=Latchkey-15432',
        '--nettype=0',
        '--host=127.0.0.1',
        '--port=15432',
        '--user=alice',
        '--password=Pw1',
        '--databases=shop',
        '--ssl=0',
      ],
      set: {},
    });
    expect(
      started(heidisql, platform, { ...gatewayEndpoint, dbUser: 'a.b+c@corp.com', database: '' }, 'Pw1')
        .words,
    ).toEqual([
      '/P/client',
      '--description=Latchkey-15432',
      '--nettype=8',
      '--host=127.0.0.1',
      '--port=15432',
      '--user=a.b+c@corp.com',
      '--password=Pw1',
      '--ssl=0',
    ]);
  });

  it('refuses what its patterns would take apart, without quoting the password', () => {
    for (const dbUser of ['a b', 'a"b', 'x --password=y', "o'n", 'é', 'a%b']) {
      expect(refusal(heidisql, 'win32', { ...gatewayEndpoint, dbUser }, 'Pw1').message).toContain(dbUser);
    }
    refusal(heidisql, 'win32', { ...gatewayEndpoint, database: 'dump.sql' }, 'Pw1');
    expect(refusal(heidisql, 'win32', gatewayEndpoint, 'p w"').message).not.toContain('p w"');
  });

  it('finds each value again with its own patterns, or is not started', () => {
    const patterns: Record<string, RegExp> = {
      user: /\s(?:-u|--user)[\s=](?:"([^"]+)"|(\S+))/,
      password: /\s(?:-p|--password)[\s=](?:"([^"]+)"|(\S+))/,
      databases: /\s(?:-db|--databases)[\s=](?:"([^"]+)"|(\S+))/,
      host: /\s(?:-h|--host)[\s=](?:"([^"]+)"|(\S+))/,
    };
    const name = fc.oneof(
      oddName,
      fc.string({ unit: fc.constantFrom('a', '-', 'p', '=', '.', '@', 'B', '7', '_'), minLength: 1 }),
    );
    fc.assert(
      fc.property(name, name, (dbUser, database) => {
        const plan = planned(heidisql, 'win32', { ...gatewayEndpoint, dbUser, database }, 'Pw1');
        if (!plan.ok) return;
        const line = `heidisql.exe ${plan.value.args.join(' ')}`;
        const read = (key: string) => patterns[key]?.exec(line)?.[2];
        expect([read('user'), read('password'), read('databases') ?? '', read('host')]).toEqual([
          dbUser,
          'Pw1',
          database,
          '127.0.0.1',
        ]);
      }),
    );
  });

  it('says how to set up a session by hand', () => {
    const setUp = heidisql.setUp?.(entryOf(gatewayEndpoint), 'win32');
    expect(setUp?.entry).toBeNull();
    expect(setUp?.steps[1]).toBe(
      'Network type PostgreSQL (TCP/IP), host 127.0.0.1, port 15432, user alice, database shop; no SSL.',
    );
  });
});
