import {
  certificatesText,
  codeCaFileOf,
  isForDsqlAdmin,
  PASSWORD_VARIABLE,
  textOf,
  type Formatted,
  type FormatInput,
  type Signing,
} from './format-input.ts';
import { requiredAuth } from '../gateway/model.ts';
import { jsonString as text } from '../common/text/literals.ts';

/**
 * Python. Tokens: boto3's `generate_db_auth_token` (boto3 documentation, RDS client), or `generate_db_connect_auth_token`
 * and `generate_db_connect_admin_auth_token` (DSQL client). PostgreSQL: psycopg 3,
 * whose keywords are libpq's. MySQL and MariaDB: PyMySQL (`ssl_ca`, `ssl_verify_cert`, `ssl_verify_identity`,
 * `defer_connect` and `connect(sock)` of `pymysql/connections.py`), which answers `mysql_clear_password` by
 * itself; before 1.2.3 it went on without TLS where a server had none.
 */
export function python(input: FormatInput): Formatted {
  const isPostgres = input.family === 'postgres';
  return {
    text: textOf(...(input.direct === null ? gatewayCode(input, isPostgres) : directCode(input, isPostgres))),
  };
}

function directCode(input: FormatInput, isPostgres: boolean): Array<string | false> {
  const { direct, isTunnelled, connectAddress } = input;
  if (direct === null) return [];
  const { signing, certificates } = direct;
  const source = certificatesText(certificates);
  const hasSocket = !isPostgres && isTunnelled;
  return [
    `# pip install ${isPostgres ? '"psycopg[binary]"' : '"pymysql>=1.2.3"'} boto3`,
    source !== null && `# ${source}`,
    hasSocket && 'import socket\n',
    'import boto3',
    `import ${isPostgres ? 'psycopg' : 'pymysql'}`,
    '',
    `session = boto3.Session(profile_name=${text(signing.profile)}, region_name=${text(signing.region)})`,
    `${signing.service} = session.client("${signing.service}")`,
    '',
    '',
    'def connect():',
    '    # signed on this machine for each login; a token is good for fifteen minutes',
    ...tokenCall(input, signing),
    ...(isPostgres ? psycopgCall(input, 'token') : pymysqlCall(input, 'token')),
    hasSocket && '    # through the tunnel; TLS is verified for the database’s own name',
    hasSocket &&
      `    connection.connect(socket.create_connection((${text(connectAddress.host)}, ${connectAddress.port})))`,
    hasSocket && '    return connection',
    '',
    '',
    ...query(isPostgres),
  ];
}

function tokenCall(input: FormatInput, { service, host, port, region }: Signing): string[] {
  if (service === 'rds') {
    return [
      '    token = rds.generate_db_auth_token(',
      `        DBHostname=${text(host)},`,
      `        Port=${port},`,
      `        DBUsername=${text(input.dbUser)},`,
      '    )',
    ];
  }
  const method = isForDsqlAdmin(input)
    ? 'generate_db_connect_admin_auth_token'
    : 'generate_db_connect_auth_token';
  return [
    `    token = dsql.${method}(`,
    `        Hostname=${text(host)},`,
    `        Region=${text(region)},`,
    '    )',
  ];
}

function gatewayCode(input: FormatInput, isPostgres: boolean): Array<string | false> {
  const { secret } = input;
  const password = secret === null ? `os.environ[${text(PASSWORD_VARIABLE)}]` : text(secret);
  return [
    `# pip install ${isPostgres ? '"psycopg[binary]"' : 'pymysql'}`,
    secret === null && 'import os\n',
    `import ${isPostgres ? 'psycopg' : 'pymysql'}`,
    '',
    '',
    'def connect():',
    '    # Latchkey’s gateway logs in with a fresh token; this is its local password',
    ...(isPostgres ? psycopgCall(input, password) : pymysqlCall(input, password)),
    '',
    '',
    ...query(isPostgres),
  ];
}

function psycopgCall(input: FormatInput, password: string): string[] {
  const { host, hostaddr, connectAddress, dbUser, database, localSide } = input;
  const caFile = codeCaFileOf(input);
  return [
    '    return psycopg.connect(',
    `        host=${text(host)},`,
    ...(hostaddr === null ? [] : [`        hostaddr=${text(hostaddr)},`]),
    `        port=${connectAddress.port},`,
    `        user=${text(dbUser)},`,
    `        password=${password},`,
    ...(database === '' ? [] : [`        dbname=${text(database)},`]),
    ...(caFile === null
      ? ['        sslmode="disable",']
      : ['        sslmode="verify-full",', `        sslrootcert=${text(caFile)},`]),
    '        # libpq before 16 does not know it',
    `        **({"require_auth": "${requiredAuth(localSide)}"} if psycopg.pq.version() >= 160000 else {}),`,
    '    )',
  ];
}

function pymysqlCall(input: FormatInput, password: string): string[] {
  const { host, connectAddress, dbUser, database, direct, isTunnelled } = input;
  const isDeferred = direct !== null && isTunnelled;
  const caFile = codeCaFileOf(input);
  return [
    `    ${isDeferred ? 'connection =' : 'return'} pymysql.connect(`,
    `        host=${text(host)},`,
    `        port=${connectAddress.port},`,
    `        user=${text(dbUser)},`,
    `        password=${password},`,
    ...(database === '' ? [] : [`        database=${text(database)},`]),
    ...(caFile === null
      ? ['        ssl_disabled=True,']
      : [
          `        ssl_ca=${text(caFile)},`,
          '        ssl_verify_cert=True,',
          '        ssl_verify_identity=True,',
        ]),
    ...(isDeferred ? ['        defer_connect=True,'] : []),
    '    )',
  ];
}

function query(isPostgres: boolean): string[] {
  if (isPostgres) {
    return [
      'with connect() as connection:',
      '    print(connection.execute("select current_user").fetchone())',
    ];
  }
  return [
    'with connect() as connection, connection.cursor() as cursor:',
    '    cursor.execute("select current_user()")',
    '    print(cursor.fetchone())',
  ];
}
