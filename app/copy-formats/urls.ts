import { caFileOf, type Formatted, type FormatInput } from './format-input.ts';
import { percentEncoded } from '../common/text/percent-encoding.ts';

type Parameters = ReadonlyArray<readonly [name: string, value: string]>;

/**
 * A connection URL: libpq's (PostgreSQL documentation, 34.1.1.2 "Connection URIs"), or the URI-like string of
 * MySQL's own tools (MySQL 8.4 Reference Manual, 6.2.5), with the names of their TLS parameters.
 */
export function connectionUrl(input: FormatInput): Formatted {
  const { family, dbUser, database, secret, direct, hostaddr } = input;
  const isPostgres = family === 'postgres';
  const caFile = caFileOf(input);
  const parameters: Parameters = isPostgres
    ? [
        ['sslmode', caFile === null ? 'disable' : 'verify-full'],
        ...(caFile === null ? [] : [['sslrootcert', caFile] as const]),
        ...(hostaddr === null ? [] : [['hostaddr', hostaddr] as const]),
      ]
    : [
        ['ssl-mode', caFile === null ? 'DISABLED' : 'VERIFY_IDENTITY'],
        ...(caFile === null ? [] : [['ssl-ca', caFile] as const]),
      ];
  const password = secret === null ? '' : `:${percentEncoded(secret)}`;
  const user = `${percentEncoded(dbUser)}${password}@`;
  return {
    text: `${isPostgres ? 'postgresql' : 'mysql'}://${user}${authority(input)}/${percentEncoded(database)}?${query(parameters)}`,
    ...(direct === null
      ? {}
      : {
          note: 'Without a token: copy one for the password. A URL has no place that says when a token in it ends; the command lines have.',
        }),
  };
}

/**
 * A JDBC URL. Direct: the AWS Advanced JDBC Wrapper, whose `iam` plugin signs a token for each connection
 * (its documentation: `wrapperPlugins`, `iamHost`, `iamDefaultPort`, `iamRegion`; for Aurora DSQL the plugin `iamDsql`
 * in its place; `awsProfile` in its
 * `PropertyDefinition.java`), over pgJDBC (`sslmode`, `sslrootcert`) or MariaDB Connector/J (`sslMode`,
 * `serverSslCert`), which takes RDS's certificates as they are and speaks to MySQL too; MySQL's own driver
 * would want them in a key store. Gateway: each database's own driver.
 */
export function jdbcUrl(input: FormatInput): Formatted {
  const { family, dbUser, database, secret, direct } = input;
  const localCa = caFileOf(input);
  const isPostgres = family === 'postgres';
  const user: Parameters = [['user', dbUser], ...(secret === null ? [] : [['password', secret] as const])];
  const at = `${authority(input)}/${percentEncoded(database)}`;
  if (direct === null) {
    if (family === 'mariadb') return mariadbUrl(input);
    const scheme = isPostgres ? 'postgresql' : family;
    return { text: `jdbc:${scheme}://${at}?${query([...user, ...gatewayTls(family, localCa)])}` };
  }
  const { signing, certificates } = direct;
  const isDsql = signing.service === 'dsql';
  const iam: Parameters = [
    ['wrapperPlugins', isDsql ? 'iamDsql' : 'iam'],
    ['iamHost', signing.host],
    ...(isDsql ? [] : [['iamDefaultPort', String(signing.port)] as const]),
    ['iamRegion', signing.region],
    ['awsProfile', signing.profile],
  ];
  const tls: Parameters = isPostgres
    ? [
        ['sslmode', 'verify-full'],
        ['sslrootcert', certificates.fileName],
      ]
    : [
        ['sslMode', 'verify-full'],
        ['serverSslCert', certificates.fileName],
      ];
  // the wrapper hands a database's name on as it stands, and MariaDB's driver takes it so
  const wrapped = isPostgres ? at : `${authority(input)}/${database}`;
  const [scheme, driver] = isPostgres ? ['postgresql', 'pgJDBC'] : ['mariadb', 'MariaDB Connector/J'];
  const source =
    certificates.source === null ? '' : ` ${certificates.owner}’s certificates: ${certificates.source}`;
  return {
    text: `jdbc:aws-wrapper:${scheme}://${wrapped}?${query([...user, ...iam, ...tls])}`,
    note: `Needs software.amazon.jdbc:aws-advanced-jdbc-wrapper, software.amazon.awssdk:${signing.service} and ${driver} on the class path; a profile of SSO also software.amazon.awssdk:sso and :ssooidc.${source}`,
  };
}

/** The TLS of each database's own driver to the gateway. MySQL's takes no PEM file, and so none. */
function gatewayTls(family: FormatInput['family'], caFile: string | null): Parameters {
  if (family === 'mysql') return [['sslMode', 'DISABLED']];
  const [mode, file] = family === 'postgres' ? ['sslmode', 'sslrootcert'] : ['sslMode', 'serverSslCert'];
  if (caFile === null) return [[mode, 'disable']];
  return [
    [mode, 'verify-full'],
    [file, caFile],
  ];
}

/**
 * MariaDB Connector/J takes each part of its URL as it stands (`UrlParser.parse` of 2.7, `Configuration.parse` of 3):
 * what would end a part cannot be said, and is left to the driver's properties.
 */
function mariadbUrl(input: FormatInput): Formatted {
  const { dbUser, database, secret } = input;
  const parameters: Parameters = [
    ['user', dbUser],
    ...(secret === null ? [] : [['password', secret] as const]),
    ...gatewayTls('mariadb', caFileOf(input)),
  ];
  const sayable = parameters.filter(([, value]) => !value.includes('&'));
  const isNamed = !database.includes('?');
  const left = [
    ...parameters.filter((one) => !sayable.includes(one)).map(([name]) => name),
    ...(isNamed ? [] : ['the database']),
  ];
  const query = sayable.map((one) => one.join('=')).join('&');
  return {
    text: `jdbc:mariadb://${authority(input)}/${isNamed ? database : ''}?${query}`,
    ...(left.length === 0
      ? {}
      : { note: `MariaDB’s driver has no way to write ${left.join(' and ')} in a URL: use its properties.` }),
  };
}

function authority({ host, connectAddress }: Pick<FormatInput, 'host' | 'connectAddress'>): string {
  return `${host.includes(':') ? `[${host}]` : host}:${connectAddress.port}`;
}

function query(parameters: Parameters): string {
  return parameters.map(([name, value]) => `${name}=${percentEncoded(value)}`).join('&');
}
