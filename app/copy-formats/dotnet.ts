import {
  certificatesText,
  codeCaFileOf,
  isForDsqlAdmin,
  PASSWORD_VARIABLE,
  textOf,
  type Formatted,
  type FormatInput,
} from './format-input.ts';
import { csharpString as text } from '../common/text/literals.ts';

/**
 * C#. Tokens: `RDSAuthTokenGenerator.GenerateAuthToken` of AWSSDK.RDS, `DSQLAuthTokenGenerator.GenerateDbConnect…` of
 * AWSSDK.DSQL, credentials by
 * `CredentialProfileStoreChain` of AWSSDK.Core. PostgreSQL: Npgsql (`UsePeriodicPasswordProvider`;
 * `UseSslClientAuthenticationOptionsCallback` since 9.0, by which another name than the dialled one is
 * verified). MySQL and MariaDB: MySqlConnector (`ProvidePasswordCallback`, asked at each login; connection
 * options `SslMode=VerifyFull` and `SslCa`).
 */
export function dotnet(input: FormatInput): Formatted {
  const isPostgres = input.family === 'postgres';
  const driver = isPostgres ? 'Npgsql' : 'MySqlConnector';
  const { direct } = input;
  const source = direct === null ? null : certificatesText(direct.certificates);
  const service = direct?.signing.service === 'dsql' ? 'DSQL' : 'RDS';
  return {
    text: textOf(
      `// dotnet add package ${driver}`,
      direct !== null &&
        `// dotnet add package AWSSDK.${service} (and AWSSDK.SSO, AWSSDK.SSOOIDC for a profile of SSO)`,
      source !== null && `// ${source}`,
      ...(direct === null
        ? []
        : ['using Amazon;', `using Amazon.${service}.Util;`, 'using Amazon.Runtime.CredentialManagement;']),
      `using ${driver};`,
      '',
      ...token(input),
      ...(isPostgres ? postgres(input) : mysql(input)),
      'Console.WriteLine(await command.ExecuteScalarAsync());',
    ),
  };
}

function token({ direct, dbUser }: FormatInput): string[] {
  if (direct === null) return [];
  const { service, profile, region, host, port } = direct.signing;
  const of = `credentials, RegionEndpoint.GetBySystemName(${text(region)}), ${text(host)}`;
  const dsql = isForDsqlAdmin({ dbUser }) ? 'GenerateDbConnectAdminAuthToken' : 'GenerateDbConnectAuthToken';
  return [
    `if (!new CredentialProfileStoreChain().TryGetAWSCredentials(${text(profile)}, out var credentials))`,
    `    throw new InvalidOperationException("The AWS profile was not found.");`,
    '',
    '// signed on this machine; a token is good for fifteen minutes',
    ...(service === 'dsql'
      ? [`string Token() => DSQLAuthTokenGenerator.${dsql}(`, `    ${of});`]
      : [
          'string Token() => RDSAuthTokenGenerator.GenerateAuthToken(',
          `    ${of}, ${port}, ${text(dbUser)});`,
        ]),
    '',
  ];
}

const LOCAL = '    // Latchkey’s gateway logs in with a fresh token; this is its local password';

function localPassword({ secret }: FormatInput): string {
  return secret === null ? `Environment.GetEnvironmentVariable(${text(PASSWORD_VARIABLE)})` : text(secret);
}

function postgres(input: FormatInput): string[] {
  const { connectAddress, dbUser, database, direct, isTunnelled } = input;
  const caFile = codeCaFileOf(input);
  return [
    'var settings = new NpgsqlConnectionStringBuilder',
    '{',
    `    Host = ${text(connectAddress.host)},`,
    `    Port = ${connectAddress.port},`,
    `    Username = ${text(dbUser)},`,
    ...(database === '' ? [] : [`    Database = ${text(database)},`]),
    ...(direct === null ? [LOCAL, `    Password = ${localPassword(input)},`] : []),
    ...(caFile === null
      ? ['    SslMode = SslMode.Disable,']
      : ['    SslMode = SslMode.VerifyFull,', `    RootCertificate = ${text(caFile)},`]),
    '};',
    'var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);',
    ...(direct === null
      ? []
      : [
          'builder.UsePeriodicPasswordProvider(',
          '    (_, _) => ValueTask.FromResult(Token()), TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(5));',
          ...(isTunnelled
            ? [
                '// through the tunnel; TLS is verified for the database’s own name',
                `builder.UseSslClientAuthenticationOptionsCallback(options => options.TargetHost = ${text(direct.signing.host)});`,
              ]
            : []),
        ]),
    'await using var dataSource = builder.Build();',
    `await using var command = dataSource.CreateCommand("select current_user");`,
  ];
}

function mysql(input: FormatInput): string[] {
  const { host, connectAddress, dbUser, database, direct } = input;
  const caFile = codeCaFileOf(input);
  return [
    'var settings = new MySqlConnectionStringBuilder',
    '{',
    `    Server = ${text(host)},`,
    `    Port = ${connectAddress.port},`,
    `    UserID = ${text(dbUser)},`,
    ...(database === '' ? [] : [`    Database = ${text(database)},`]),
    ...(direct === null ? [LOCAL, `    Password = ${localPassword(input)},`] : []),
    ...(caFile === null
      ? ['    SslMode = MySqlSslMode.Disabled,']
      : ['    SslMode = MySqlSslMode.VerifyFull,', `    SslCa = ${text(caFile)},`]),
    '};',
    'await using var connection = new MySqlConnection(settings.ConnectionString);',
    ...(direct === null ? [] : ['connection.ProvidePasswordCallback = _ => Token();']),
    'await connection.OpenAsync();',
    'await using var command = connection.CreateCommand();',
    'command.CommandText = "select current_user()";',
  ];
}
