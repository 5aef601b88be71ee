import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dbgate } from '../../../../app/clients/catalogue/dbgate.ts';
import { oddName } from '../odd-values.ts';
import { gatewayEndpoint, entryOf, entryText, oddGatewayEndpoint, PASSWORD, started } from './opening.ts';

/** The form: DbGate's author in dbgate/dbgate#430 and #483; `envtools.js` of dbgate-api. */
describe('DbGate', () => {
  it.each([
    ['darwin', ['/Applications/Client.app/Contents/MacOS/DbGate']],
    ['win32', ['/P/client']],
    ['linux', ['/P/client']],
  ] as const)('has it all in its own environment on %s', (platform, words) => {
    expect(started(dbgate, platform, gatewayEndpoint, 'Pw1')).toEqual({
      words,
      set: {
        CONNECTIONS: 'latchkey',
        LABEL_latchkey: 'orders (Latchkey 15432)',
        ENGINE_latchkey: 'postgres@dbgate-plugin-postgres',
        SERVER_latchkey: '127.0.0.1',
        PORT_latchkey: '15432',
        USER_latchkey: 'alice',
        PASSWORD_latchkey: 'Pw1',
        SINGLE_CONNECTION: 'latchkey',
        DATABASE_latchkey: 'shop',
        SINGLE_DATABASE: 'shop',
      },
    });
    expect(started(dbgate, platform, { ...oddGatewayEndpoint, family: 'mysql' })).toMatchObject({
      words,
      set: {
        LABEL_latchkey: `${oddGatewayEndpoint.name} (Latchkey 15432)`,
        ENGINE_latchkey: 'mysql@dbgate-plugin-mysql',
        USER_latchkey: oddGatewayEndpoint.dbUser,
        PASSWORD_latchkey: PASSWORD,
        SINGLE_DATABASE: oddGatewayEndpoint.database,
      },
    });
  });

  it('leaves the choice to people where no database is named', () => {
    const { set } = started(dbgate, 'linux', { ...gatewayEndpoint, family: 'mariadb', database: '' });
    expect(set['ENGINE_latchkey']).toBe('mariadb@dbgate-plugin-mysql');
    expect(Object.keys(set).filter((name) => name.includes('DATABASE'))).toEqual([]);
  });

  it('is set up with one line of JSON, whatever the values are', () => {
    expect(JSON.parse(entryText(dbgate, entryOf(gatewayEndpoint)))).toEqual({
      _id: `latchkey-${gatewayEndpoint.connectionId}`,
      engine: 'postgres@dbgate-plugin-postgres',
      displayName: 'orders (Latchkey 15432)',
      server: '127.0.0.1',
      port: '15432',
      user: 'alice',
      passwordMode: 'askPassword',
      defaultDatabase: 'shop',
      singleDatabase: true,
      connectionColor: 'red',
    });
    fc.assert(
      fc.property(oddName, oddName, (name, dbUser) => {
        const text = entryText(dbgate, entryOf({ ...gatewayEndpoint, name, dbUser }));
        expect(text.trimEnd().split(/\r?\n/).length).toBe(1);
        expect(JSON.parse(text)).toMatchObject({
          displayName: `${name} (Latchkey 15432)`,
          user: dbUser,
          passwordMode: 'askPassword',
        });
      }),
    );
  });
});
