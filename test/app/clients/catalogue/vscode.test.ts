import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cursor, vscode } from '../../../../app/clients/catalogue/vscode.ts';
import { oddName } from '../odd-values.ts';
import { gatewayEndpoint, entryOf, entryText, oddGatewayEndpoint, started } from './opening.ts';

/** The form: `connection.schema.json` of SQLTools; that nothing is passed: microsoft/vscode-pgsql#38. */
describe.each([vscode, cursor])('$name', (definition) => {
  it('is only brought to the front', () => {
    expect(started(definition, 'darwin', oddGatewayEndpoint).words).toEqual([
      '/usr/bin/open',
      '-a',
      '/Applications/Client.app',
    ]);
    expect(started(definition, 'win32', oddGatewayEndpoint)).toEqual({ words: ['/P/client'], set: {} });
    expect(started(definition, 'linux', oddGatewayEndpoint)).toEqual({ words: ['/P/client'], set: {} });
  });

  it.each([
    ['postgres', 'PostgreSQL'],
    ['mysql', 'MySQL'],
    ['mariadb', 'MariaDB'],
  ] as const)('has settings for %s that ask for the password', (family, driver) => {
    expect(JSON.parse(entryText(definition, entryOf({ ...gatewayEndpoint, family })))).toEqual({
      'sqltools.connections': [
        {
          name: 'orders (Latchkey 15432)',
          driver,
          server: '127.0.0.1',
          port: 15_432,
          database: 'shop',
          username: 'alice',
          askForPassword: true,
          connectionTimeout: 90,
        },
      ],
    });
  });

  it('has an address for Microsoft’s PostgreSQL extension', () => {
    const url = 'postgresql://alice@127.0.0.1:15432/shop?sslmode=disable';
    expect(definition.setUp?.(entryOf(gatewayEndpoint), 'linux').steps[1]).toContain(url);
    expect(
      definition.setUp?.(entryOf({ ...gatewayEndpoint, family: 'mysql' }), 'linux').steps.join(),
    ).not.toContain('://');
  });

  it('holds any values', () => {
    fc.assert(
      fc.property(oddName, oddName, (dbUser, database) => {
        const read: unknown = JSON.parse(
          entryText(definition, entryOf({ ...gatewayEndpoint, dbUser, database })),
        );
        expect(read).toMatchObject({ 'sqltools.connections': [{ username: dbUser, database }] });
      }),
    );
  });
});
