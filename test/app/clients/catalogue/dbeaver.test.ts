import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dbeaverCommunity,
  dbeaverEnterprise,
  dbeaverLite,
  dbeaverUltimate,
} from '../../../../app/clients/catalogue/dbeaver.ts';
import { oddName } from '../odd-values.ts';
import { gatewayEndpoint, entryOf, entryText, oddGatewayEndpoint, refusal, started } from './opening.ts';

const program = {
  darwin: '/Applications/Client.app/Contents/MacOS/dbeaver',
  win32: '/P/client',
  linux: '/P/client',
} as const;
const end = 'savePassword=false|save=false|create=true|connect=true';

/** The form: DBeaver wiki, "Command Line"; the drivers' ids: `plugin.xml` of DBeaver's database extensions. */
describe.each([dbeaverCommunity, dbeaverLite, dbeaverEnterprise, dbeaverUltimate])('$name', (definition) => {
  it.each(['darwin', 'win32', 'linux'] as const)('is started with -con on %s', (platform) => {
    const start = [program[platform], '-nosplash', '-bringToFront', '-con'];
    expect(started(definition, platform, gatewayEndpoint, 'Pw1').words).toEqual([
      ...start,
      `driver=postgres-jdbc|name=orders (Latchkey 15432)|host=127.0.0.1|port=15432|database=shop|user=alice|password=Pw1|prop.sslmode=disable|${end}`,
    ]);
    expect(
      started(definition, platform, { ...oddGatewayEndpoint, family: 'mysql' }, `p'"%:@\\$&=-`).words,
    ).toEqual([
      ...start,
      `driver=mysql8|name=-o "$HOME" \`id\` %PATH% / é (Latchkey 15432)|host=127.0.0.1|port=15432|database=${oddGatewayEndpoint.database}|user=${oddGatewayEndpoint.dbUser}|password=p'"%:@\\$&=-|prop.sslMode=DISABLED|${end}`,
    ]);
    expect(
      started(definition, platform, { ...gatewayEndpoint, family: 'mariadb', database: '' }, 'Pw1').words,
    ).toEqual([
      ...start,
      `driver=mariaDB|name=orders (Latchkey 15432)|host=127.0.0.1|port=15432|user=alice|password=Pw1|prop.sslMode=disable|${end}`,
    ]);
  });

  it('refuses what DBeaver has no escape for, with the next step', () => {
    const hint = `Use “Set up in ${definition.name}” once, or “How to connect”, and open it from there.`;
    expect(refusal(definition, 'linux', { ...gatewayEndpoint, dbUser: 'a|password=x' })).toMatchObject({
      hint,
    });
    expect(refusal(definition, 'linux', { ...gatewayEndpoint, database: 'x|y' }, 'Pw1')).toMatchObject({
      hint,
    });
    expect(refusal(definition, 'linux', gatewayEndpoint, 'a${HOME}')).toMatchObject({
      message: `${definition.name} cannot be started with a “\${”.`,
      hint,
    });
  });
});

describe('DBeaver’s arguments', () => {
  it('are read back as what went in, or are refused', () => {
    fc.assert(
      fc.property(oddName, oddName, oddName, (name, dbUser, database) => {
        const to = { ...gatewayEndpoint, name, dbUser, database };
        if (/\||\$\{/.test(`${dbUser}\n${database}`)) {
          refusal(dbeaverCommunity, 'linux', to, 'Pw1');
          return;
        }
        const spec = started(dbeaverCommunity, 'linux', to, 'Pw1').words.at(-1) ?? '';
        expect(spec).not.toContain('${');
        // as DBeaver does: at every `|`, then at the first `=`
        const read = new Map(
          spec
            .split('|')
            .map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]),
        );
        expect([read.get('user'), read.get('database') ?? '', read.get('password'), read.size]).toEqual([
          dbUser,
          database,
          'Pw1',
          database === '' ? 11 : 12,
        ]);
      }),
    );
  });
});

/** The form: DBeaver documentation, "Data Sources JSON Reference", and files of that name in public repositories. */
describe('DBeaver’s entry', () => {
  it('is one file per connection, found again by its name', () => {
    const setUp = dbeaverCommunity.setUp?.(entryOf(gatewayEndpoint), 'win32');
    expect(setUp?.entry?.file).toBe(`data-sources-latchkey-${gatewayEndpoint.connectionId}.json`);
    expect(setUp?.steps[1]).toContain('%APPDATA%\\DBeaverData\\workspace6\\General\\.dbeaver');
    expect(JSON.parse(setUp?.entry?.text ?? '')).toEqual({
      folders: { Latchkey: {} },
      connections: {
        [`latchkey-${gatewayEndpoint.connectionId}`]: {
          provider: 'postgresql',
          driver: 'postgres-jdbc',
          name: 'orders (Latchkey 15432)',
          'save-password': false,
          folder: 'Latchkey',
          configuration: {
            host: '127.0.0.1',
            port: '15432',
            database: 'shop',
            url: 'jdbc:postgresql://127.0.0.1:15432/shop',
            configurationType: 'MANUAL',
            type: 'prod',
            'auth-model': 'native',
            properties: { sslmode: 'disable' },
          },
        },
      },
    });
  });

  it('holds any values, and has the name that -con looks for', () => {
    fc.assert(
      fc.property(oddName, oddName, (name, database) => {
        const to = { ...gatewayEndpoint, name, database };
        const spec = started(dbeaverCommunity, 'linux', { ...to, database: '' }, 'Pw1').words.at(-1) ?? '';
        const looksFor = spec.slice(spec.indexOf('|name=') + 6, spec.indexOf('|host='));
        const id = `latchkey-${gatewayEndpoint.connectionId}`;
        const read: unknown = JSON.parse(entryText(dbeaverCommunity, entryOf(to)));
        expect(read).toHaveProperty(['connections', id, 'name'], looksFor);
        if (database !== '') {
          expect(read).toHaveProperty(['connections', id, 'configuration', 'database'], database);
        }
      }),
    );
  });
});
