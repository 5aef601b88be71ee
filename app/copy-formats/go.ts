import {
  certificatesText,
  codeCaFileOf,
  isForDsqlAdmin,
  PASSWORD_VARIABLE,
  textOf,
  type Formatted,
  type FormatInput,
} from './format-input.ts';
import { conninfoValue } from '../common/text/config-files.ts';
import { goString as text } from '../common/text/literals.ts';

/**
 * Go. Tokens: `auth.BuildAuthToken` of github.com/aws/aws-sdk-go-v2/feature/rds/auth, `auth.GenerateDbConnectAuthToken`
 * and `auth.GenerateDBConnectAdminAuthToken` of feature/dsql/auth. PostgreSQL: pgx 5
 * (`pgxpool.Config.BeforeConnect`, `pgconn.Config.LookupFunc`; its connection string is libpq's). MySQL and
 * MariaDB: github.com/go-sql-driver/mysql 1.8 (`Config.TLS`, `AllowCleartextPasswords`, `BeforeConnect` of
 * `dsn.go`), which refuses a server without TLS.
 */
export function go(input: FormatInput): Formatted {
  const isPostgres = input.family === 'postgres';
  const { direct } = input;
  const source = direct === null ? null : certificatesText(direct.certificates);
  return {
    text: textOf(
      `// go get ${modulesOf(input).join(' ')}`,
      source !== null && `// ${source}`,
      'package main',
      '',
      ...importsOf(input),
      '',
      'func main() {',
      isPostgres || direct !== null ? '\tctx := context.Background()' : false,
      ...(direct === null ? [] : credentials(input)),
      ...(isPostgres ? postgres(input) : mysql(input)),
      '\tif err != nil {',
      '\t\tlog.Fatal(err)',
      '\t}',
      '\tfmt.Println(user)',
      '}',
    ),
  };
}

const aws = 'github.com/aws/aws-sdk-go-v2';

function modulesOf({ family, direct }: FormatInput): string[] {
  const driver = family === 'postgres' ? 'github.com/jackc/pgx/v5' : 'github.com/go-sql-driver/mysql@latest';
  return direct === null
    ? [driver]
    : [driver, `${aws}/config`, `${aws}/feature/${direct.signing.service}/auth`];
}

/** The imports, in the two groups and the order of gofmt. */
function importsOf(input: FormatInput): string[] {
  const { family, direct, secret } = input;
  const isPostgres = family === 'postgres';
  const isDirect = direct !== null;
  const readsFile = codeCaFileOf(input) !== null && !isPostgres;
  const own = [
    ...(isPostgres || isDirect ? ['context'] : []),
    ...(readsFile ? ['crypto/tls', 'crypto/x509'] : []),
    ...(isPostgres ? [] : ['database/sql']),
    'fmt',
    'log',
    ...(readsFile || (!isDirect && secret === null) ? ['os'] : []),
  ];
  const others = [
    ...(isDirect ? [`${aws}/config`, `${aws}/feature/${direct.signing.service}/auth`] : []),
    ...(isPostgres
      ? ['github.com/jackc/pgx/v5', 'github.com/jackc/pgx/v5/pgxpool']
      : ['github.com/go-sql-driver/mysql']),
  ];
  const quoted = (names: readonly string[]): string[] => names.map((name) => `\t"${name}"`);
  return ['import (', ...quoted(own), '', ...quoted(others), ')'];
}

const LOCAL = '// Latchkey’s gateway logs in with a fresh token; this is its local password';

/** The local password, from the environment where it is not put in. */
function localPassword({ secret }: FormatInput): string {
  return secret === null ? `os.Getenv(${text(PASSWORD_VARIABLE)})` : text(secret);
}

function orFail(): string[] {
  return ['\tif err != nil {', '\t\tlog.Fatal(err)', '\t}'];
}

function credentials({ direct }: FormatInput): string[] {
  if (direct === null) return [];
  const { region, profile } = direct.signing;
  return [
    `\taccount, err := config.LoadDefaultConfig(ctx, config.WithRegion(${text(region)}), config.WithSharedConfigProfile(${text(profile)}))`,
    ...orFail(),
  ];
}

/** The lines that sign a token for a login. */
function token({ direct, dbUser }: FormatInput, indent: string): string[] {
  if (direct === null) return [];
  const { service, host, port, region } = direct.signing;
  const endpoint = text(`${host.includes(':') ? `[${host}]` : host}:${port}`);
  const dsql = isForDsqlAdmin({ dbUser }) ? 'GenerateDBConnectAdminAuthToken' : 'GenerateDbConnectAuthToken';
  const call =
    service === 'dsql'
      ? `auth.${dsql}(ctx, ${text(host)}, ${text(region)}, account.Credentials)`
      : `auth.BuildAuthToken(ctx, ${endpoint}, ${text(region)}, ${text(dbUser)}, account.Credentials)`;
  return [
    `// signed on this machine for each new connection; a token is good for fifteen minutes`,
    `token, err := ${call}`,
    'if err != nil {',
    '\treturn err',
    '}',
  ].map((line) => indent + line);
}

function postgres(input: FormatInput): string[] {
  const { host, connectAddress, dbUser, database, direct, isTunnelled } = input;
  const caFile = codeCaFileOf(input);
  const words = [
    ['host', host],
    ['port', String(connectAddress.port)],
    ['user', dbUser],
    ...(database === '' ? [] : [['dbname', database]]),
    ...(caFile === null
      ? [['sslmode', 'disable']]
      : [
          ['sslmode', 'verify-full'],
          ['sslrootcert', caFile],
        ]),
  ].map(([key = '', value = '']) => `${key}=${conninfoValue(value)}`);
  return [
    `\tcfg, err := pgxpool.ParseConfig(${text(words.join(' '))})`,
    ...orFail(),
    ...(direct !== null && isTunnelled
      ? [
          '\t// through the tunnel; TLS is verified for the database’s own name',
          '\tcfg.ConnConfig.LookupFunc = func(context.Context, string) ([]string, error) {',
          `\t\treturn []string{${text(connectAddress.host)}}, nil`,
          '\t}',
        ]
      : []),
    '\tcfg.BeforeConnect = func(ctx context.Context, conn *pgx.ConnConfig) error {',
    ...token(input, '\t\t'),
    ...(direct === null
      ? [`\t\t${LOCAL}`, `\t\tconn.Password = ${localPassword(input)}`]
      : ['\t\tconn.Password = token']),
    '\t\treturn nil',
    '\t}',
    '\tpool, err := pgxpool.NewWithConfig(ctx, cfg)',
    ...orFail(),
    '\tdefer pool.Close()',
    '',
    '\tvar user string',
    '\terr = pool.QueryRow(ctx, "select current_user").Scan(&user)',
  ];
}

function mysql(input: FormatInput): string[] {
  const { host, connectAddress, dbUser, database, direct } = input;
  const caFile = codeCaFileOf(input);
  const address = `${connectAddress.host.includes(':') ? `[${connectAddress.host}]` : connectAddress.host}:${connectAddress.port}`;
  return [
    ...(caFile === null
      ? []
      : [
          `\tpem, err := os.ReadFile(${text(caFile)})`,
          ...orFail(),
          '\troots := x509.NewCertPool()',
          '\tif !roots.AppendCertsFromPEM(pem) {',
          '\t\tlog.Fatal("no certificate in the file")',
          '\t}',
          '',
        ]),
    '\tcfg := mysql.NewConfig()',
    '\tcfg.Net = "tcp"',
    `\tcfg.Addr = ${text(address)}`,
    `\tcfg.User = ${text(dbUser)}`,
    ...(database === '' ? [] : [`\tcfg.DBName = ${text(database)}`]),
    ...(direct !== null
      ? ['\t// the token is sent as it is, and only over TLS that is verified for the database’s own name']
      : []),
    ...(caFile === null
      ? []
      : [`\tcfg.TLS = &tls.Config{RootCAs: roots, ServerName: ${text(direct?.signing.host ?? host)}}`]),
    ...(direct === null
      ? [`\t${LOCAL}`, `\tcfg.Passwd = ${localPassword(input)}`]
      : [
          '\tcfg.AllowCleartextPasswords = true',
          '\terr = cfg.Apply(mysql.BeforeConnect(func(ctx context.Context, cfg *mysql.Config) error {',
          ...token(input, '\t\t'),
          '\t\tcfg.Passwd = token',
          '\t\treturn nil',
          '\t}))',
          ...orFail(),
        ]),
    '\tconnector, err := mysql.NewConnector(cfg)',
    ...orFail(),
    '\tdb := sql.OpenDB(connector)',
    '\tdefer db.Close()',
    '',
    '\tvar user string',
    '\terr = db.QueryRow("select current_user()").Scan(&user)',
  ];
}
