import {
  certificatesText,
  codeCaFileOf,
  isForDsqlAdmin,
  PASSWORD_VARIABLE,
  textOf,
  type Formatted,
  type FormatInput,
} from './format-input.ts';
import { jsonString as text } from '../common/text/literals.ts';

/**
 * Node.js. Tokens: `@aws-sdk/rds-signer` or `@aws-sdk/dsql-signer` with `fromIni` of `@aws-sdk/credential-providers`. PostgreSQL: pg, whose
 * `password` may be a function (node-postgres, "Connecting", and `lib/client.js`) and whose `ssl` goes to
 * `tls.connect`; there `checkServerIdentity` (Node.js documentation, `tls`) verifies the database's own name where
 * a tunnel is dialled. MySQL and MariaDB: mysql2, whose `authPlugins` answer with the token (`lib/auth_plugins/
 * mysql_clear_password.js`), whose `ssl.verifyIdentity` checks `host`, and whose `stream` dials elsewhere
 * (`lib/base/connection.js`); it refuses a server without TLS.
 */
export function node(input: FormatInput): Formatted {
  const isPostgres = input.family === 'postgres';
  const { direct } = input;
  const packages = [
    isPostgres ? 'pg' : 'mysql2',
    ...(direct === null
      ? []
      : [`@aws-sdk/${direct.signing.service}-signer`, '@aws-sdk/credential-providers']),
  ];
  const source = direct === null ? null : certificatesText(direct.certificates);
  return {
    text: textOf(
      `// npm install ${packages.join(' ')}; an ES module`,
      source !== null && `// ${source}`,
      ...imports(input, isPostgres),
      '',
      ...signer(input),
      ...(isPostgres ? postgresPool(input) : mysqlPool(input)),
      isPostgres
        ? `const { rows } = await pool.query('select current_user');`
        : `const [rows] = await pool.query('select current_user()');`,
      'console.log(rows);',
      'await pool.end();',
    ),
  };
}

function imports(input: FormatInput, isPostgres: boolean): string[] {
  const { direct, isTunnelled } = input;
  const driver = isPostgres ? `import pg from 'pg';` : `import mysql from 'mysql2/promise';`;
  const readFile = codeCaFileOf(input) === null ? [] : [`import { readFileSync } from 'node:fs';`];
  if (direct === null) return [...readFile, driver];
  return [
    ...readFile,
    ...(isTunnelled
      ? [
          isPostgres
            ? `import { checkServerIdentity } from 'node:tls';`
            : `import { connect } from 'node:net';`,
        ]
      : []),
    `import { fromIni } from '@aws-sdk/credential-providers';`,
    direct.signing.service === 'dsql'
      ? `import { DsqlSigner } from '@aws-sdk/dsql-signer';`
      : `import { Signer } from '@aws-sdk/rds-signer';`,
    driver,
  ];
}

function signer({ direct, dbUser }: FormatInput): string[] {
  if (direct === null) return [];
  const { service, host, port, region, profile } = direct.signing;
  return [
    `const signer = new ${service === 'dsql' ? 'DsqlSigner' : 'Signer'}({`,
    `  hostname: ${text(host)},`,
    ...(service === 'dsql' ? [] : [`  port: ${port},`, `  username: ${text(dbUser)},`]),
    `  region: ${text(region)},`,
    `  credentials: fromIni({ profile: ${text(profile)} }),`,
    '});',
    '',
  ];
}

/** The signer's method; Aurora DSQL speaks PostgreSQL's protocol alone. */
function tokenMethod(input: FormatInput): string {
  if (input.direct?.signing.service !== 'dsql') return 'getAuthToken';
  return isForDsqlAdmin(input) ? 'getDbConnectAdminAuthToken' : 'getDbConnectAuthToken';
}

const LOCAL = '  // Latchkey’s gateway logs in with a fresh token; this is its local password';

function localPassword({ secret }: FormatInput): string {
  return secret === null ? `process.env.${PASSWORD_VARIABLE}` : text(secret);
}

function postgresPool(input: FormatInput): string[] {
  const { connectAddress, dbUser, database, direct, isTunnelled } = input;
  const named = isTunnelled && direct !== null ? direct.signing.host : null;
  const caFile = codeCaFileOf(input);
  return [
    'const pool = new pg.Pool({',
    `  host: ${text(connectAddress.host)},`,
    `  port: ${connectAddress.port},`,
    `  user: ${text(dbUser)},`,
    ...(database === '' ? [] : [`  database: ${text(database)},`]),
    ...(direct === null
      ? [LOCAL, `  password: ${localPassword(input)},`]
      : [
          '  // signed on this machine for each new connection; a token is good for fifteen minutes',
          `  password: () => signer.${tokenMethod(input)}(),`,
        ]),
    ...(caFile === null
      ? []
      : [
          '  ssl: {',
          `    ca: readFileSync(${text(caFile)}, 'utf8'),`,
          ...(named === null
            ? []
            : [
                '    // through the tunnel; TLS is verified for the database’s own name',
                `    checkServerIdentity: (_, certificate) => checkServerIdentity(${text(named)}, certificate),`,
              ]),
          '  },',
        ]),
    '});',
  ];
}

function mysqlPool(input: FormatInput): string[] {
  const { host, connectAddress, dbUser, database, direct, isTunnelled } = input;
  const caFile = codeCaFileOf(input);
  return [
    'const pool = mysql.createPool({',
    `  host: ${text(host)},`,
    `  port: ${connectAddress.port},`,
    `  user: ${text(dbUser)},`,
    ...(database === '' ? [] : [`  database: ${text(database)},`]),
    ...(caFile === null
      ? []
      : [`  ssl: { ca: readFileSync(${text(caFile)}, 'utf8'), verifyIdentity: true },`]),
    ...(direct === null
      ? [LOCAL, `  password: ${localPassword(input)},`]
      : [
          ...(isTunnelled
            ? [
                '  // through the tunnel; TLS is verified for the database’s own name',
                `  stream: () => connect(${connectAddress.port}, ${text(connectAddress.host)}),`,
              ]
            : []),
          '  authPlugins: {',
          '    // signed on this machine for each new connection; a token is good for fifteen minutes',
          '    mysql_clear_password: () => async () => Buffer.from(`${await signer.getAuthToken()}\\0`),',
          '  },',
        ]),
    '});',
  ];
}
