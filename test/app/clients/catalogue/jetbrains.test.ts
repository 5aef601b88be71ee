// @vitest-environment happy-dom
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jetbrainsIdes } from '../../../../app/clients/catalogue/jetbrains.ts';
import { oddName } from '../odd-values.ts';
import { gatewayEndpoint, entryOf, entryText, oddGatewayEndpoint, started } from './opening.ts';

/** DataGrip help, "Open files from the command line": nothing there opens a data source, so nothing is passed. */
describe.each(jetbrainsIdes)('$name', (definition) => {
  it('is brought to the front, with nothing to see', () => {
    expect(started(definition, 'darwin', oddGatewayEndpoint)).toEqual({
      words: ['/usr/bin/open', '-a', '/Applications/Client.app'],
      set: {},
    });
    expect(started(definition, 'win32', oddGatewayEndpoint)).toEqual({ words: ['/P/client'], set: {} });
    expect(started(definition, 'linux', oddGatewayEndpoint)).toEqual({ words: ['/P/client'], set: {} });
  });
});

const datagrip = jetbrainsIdes[0];
if (datagrip === undefined) throw new Error('DataGrip is the first');

/** The form: data sources that DataGrip copied, in public repositories (`#DataSourceSettings#`). */
describe('the data source for the IDEs', () => {
  it.each([
    ['postgres', 'postgresql', 'org.postgresql.Driver', 'jdbc:postgresql://127.0.0.1:15432/shop', 'POSTGRES'],
    ['mysql', 'mysql.8', 'com.mysql.cj.jdbc.Driver', 'jdbc:mysql://127.0.0.1:15432/shop', 'MYSQL'],
    ['mariadb', 'mariadb', 'org.mariadb.jdbc.Driver', 'jdbc:mariadb://127.0.0.1:15432/shop', 'MARIADB'],
  ] as const)('of %s', (family, ref, driver, url, dbms) => {
    expect(entryText(datagrip, entryOf({ ...gatewayEndpoint, family }))).toBe(
      [
        '#DataSourceSettings#',
        '#LocalDataSource: orders (Latchkey 15432)',
        '#BEGIN#',
        `<data-source source="LOCAL" name="orders (Latchkey 15432)" group-name="Latchkey" uuid="${gatewayEndpoint.connectionId}"><database-info product="" version="" jdbc-version="" driver-name="" driver-version="" dbms="${dbms}"/><driver-ref>${ref}</driver-ref><synchronize>true</synchronize><jdbc-driver>${driver}</jdbc-driver><jdbc-url>${url}</jdbc-url><secret-storage>master_key</secret-storage><user-name>alice</user-name><working-dir>$ProjectFileDir$</working-dir></data-source>`,
        '#END#',
        '',
      ].join('\n'),
    );
  });

  it('holds any values, and nothing that they bring along', () => {
    fc.assert(
      fc.property(oddName, oddName, oddName, (name, dbUser, database) => {
        const text = entryText(datagrip, entryOf({ ...gatewayEndpoint, name, dbUser, database }));
        const [, xml = '', ...more] = text.split('#BEGIN#');
        expect(more).toEqual([]);
        expect(xml.split('#END#').length).toBe(2);
        const read = new DOMParser().parseFromString(xml.split('#END#')[0]?.trim() ?? '', 'text/xml');
        const source = read.documentElement;
        const wellFormed = (value: string) => value.replace(/\p{Surrogate}|[\ufffe\uffff]/gu, '\u{fffd}');
        expect(source.getAttribute('name')).toBe(wellFormed(`${name} (Latchkey 15432)`));
        expect(source.getAttribute('uuid')).toBe(gatewayEndpoint.connectionId);
        expect(source.querySelector('user-name')?.textContent).toBe(wellFormed(dbUser));
        const url = source.querySelector('jdbc-url')?.textContent ?? '';
        expect(decodeURIComponent(url.slice('jdbc:postgresql://127.0.0.1:15432/'.length))).toBe(
          database.replace(/\p{Surrogate}/gu, '\u{fffd}'),
        );
        expect([...source.children].map(({ tagName }) => tagName.toLowerCase())).toEqual([
          'database-info',
          'driver-ref',
          'synchronize',
          'jdbc-driver',
          'jdbc-url',
          'secret-storage',
          'user-name',
          'working-dir',
        ]);
      }),
      {
        examples: [
          ['#END#\n#BEGIN#', '#END#', '#END#'],
          [`"/><a b="`, '</user-name>', ']]>'],
        ],
      },
    );
  });
});
