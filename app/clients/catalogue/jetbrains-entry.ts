import type { EngineFamily } from '../../endpoints/model.ts';
import { xmlText as xml } from '../../common/text/literals.ts';
import { jdbcDatabase } from '../../common/text/percent-encoding.ts';
import type { SetUp, SetUpTarget } from './definition.ts';
import { entryName } from './window.ts';

/** The IDEs' own drivers, as their exported data sources name them. */
const drivers: Readonly<Record<EngineFamily, { ref: string; driver: string; scheme: string; dbms: string }>> =
  {
    postgres: { ref: 'postgresql', driver: 'org.postgresql.Driver', scheme: 'postgresql', dbms: 'POSTGRES' },
    mysql: { ref: 'mysql.8', driver: 'com.mysql.cj.jdbc.Driver', scheme: 'mysql', dbms: 'MYSQL' },
    mariadb: { ref: 'mariadb', driver: 'org.mariadb.jdbc.Driver', scheme: 'mariadb', dbms: 'MARIADB' },
  };

/**
 * The data source as the IDEs copy one to the clipboard, and paste it in the Database tool window (DataGrip help,
 * "Data Sources": Import from Clipboard). No exporter of theirs writes a password into it; `master_key` lets the IDE
 * keep the one that is typed. One `uuid` is one entry.
 */
function dataSource(to: SetUpTarget): string {
  const { ref, driver, scheme, dbms } = drivers[to.family];
  const name = entryName(to);
  const url = `jdbc:${scheme}://${to.host}:${to.port}/${jdbcDatabase(to.family, to.database)}`;
  return [
    '#DataSourceSettings#',
    `#LocalDataSource: ${name.replaceAll('#', ' ')}`,
    '#BEGIN#',
    `<data-source source="LOCAL" name="${xml(name)}" group-name="Latchkey" uuid="${xml(to.id)}">` +
      `<database-info product="" version="" jdbc-version="" driver-name="" driver-version="" dbms="${dbms}"/>` +
      `<driver-ref>${ref}</driver-ref><synchronize>true</synchronize><jdbc-driver>${driver}</jdbc-driver>` +
      `<jdbc-url>${xml(url)}</jdbc-url><secret-storage>master_key</secret-storage>` +
      `<user-name>${xml(to.dbUser)}</user-name><working-dir>$ProjectFileDir$</working-dir></data-source>`,
    '#END#',
    '',
  ].join('\n');
}

/**
 * How a data source is set up in an IDE.
 *
 * @param isOwnTool whether the IDE is for databases alone, so that they are in front
 */
export function dataSourceSetUp(name: string, isOwnTool: boolean) {
  return (to: SetUpTarget): SetUp => ({
    steps: [
      'Copy the entry.',
      isOwnTool
        ? `In ${name}’s Database Explorer choose + and “Import from Clipboard”.`
        : `In ${name} open the Database tool window (View, Tool Windows), then choose + and “Import from Clipboard”.`,
      'Paste the local password, which “How to connect” copies, and choose Save: Forever.',
      `It leads to the gateway for as long as the gateway listens: “${entryName(to)}” in the folder Latchkey.`,
    ],
    entry: { file: `latchkey-${to.id}.txt`, text: dataSource(to) },
  });
}
