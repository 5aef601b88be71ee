import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pgadmin } from '../../../../app/clients/catalogue/pgadmin.ts';
import { oddName } from '../odd-values.ts';
import { gatewayEndpoint, entryOf, entryText, oddGatewayEndpoint, started } from './opening.ts';

/** The form: pgAdmin 4 documentation, "Import/Export Servers"; that nothing is passed: pgadmin-org/pgadmin4#6272. */
describe('pgAdmin', () => {
  it('is only brought to the front', () => {
    expect(started(pgadmin, 'darwin', oddGatewayEndpoint)).toEqual({
      words: ['/usr/bin/open', '-a', '/Applications/Client.app'],
      set: {},
    });
    expect(started(pgadmin, 'win32', oddGatewayEndpoint)).toEqual({ words: ['/P/client'], set: {} });
    expect(started(pgadmin, 'linux', oddGatewayEndpoint)).toEqual({ words: ['/P/client'], set: {} });
  });

  it('has a server in a file, which gets the local password by a command', () => {
    expect(
      JSON.parse(entryText(pgadmin, entryOf(gatewayEndpoint, ['latchkey', 'password', "o'rders"]))),
    ).toEqual({
      Servers: {
        '1': {
          Name: 'orders (Latchkey 15432)',
          Group: 'Latchkey',
          Host: '127.0.0.1',
          Port: 15_432,
          MaintenanceDB: 'shop',
          Username: 'alice',
          SSLMode: 'disable',
          ConnectionParameters: { sslmode: 'disable', connect_timeout: 90 },
          Comment: 'Through Latchkey’s gateway, which has to listen.',
          BGColor: '#ffcdd2',
          FGColor: '#000000',
          PasswordExecCommand: `latchkey password 'o'\\''rders'`,
        },
      },
    });
  });

  it.each([null, ['latchkey', 'password', '%HOSTNAME%']])('has no command for %j', (command) => {
    const setUp = pgadmin.setUp?.(
      entryOf({ ...gatewayEndpoint, environment: null, database: '' }, command),
      'linux',
    );
    expect(setUp?.entry?.text).not.toMatch(/PasswordExecCommand|BGColor/);
    expect(setUp?.entry?.text).toContain('"MaintenanceDB": "postgres"');
    expect(setUp?.steps.at(-1)).toContain('asks for the local password');
  });

  it('holds any values', () => {
    fc.assert(
      fc.property(oddName, oddName, (name, dbUser) => {
        const read: unknown = JSON.parse(entryText(pgadmin, entryOf({ ...gatewayEndpoint, name, dbUser })));
        expect(read).toHaveProperty('Servers.1.Name', `${name} (Latchkey 15432)`);
        expect(read).toHaveProperty('Servers.1.Username', dbUser);
      }),
    );
  });
});
