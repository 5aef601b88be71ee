import { describe, expect, it } from 'vitest';
import type { FormatId } from '../../../app/copy-formats/model.ts';
import { copyFormatsModule, subject } from './copy-formats-module.ts';

const host = 'foo0bar1baz2quux3quuux4abc.dsql.us-east-1.on.aws';

async function textOf(format: FormatId, dbUser: string, to = host): Promise<string> {
  const open = { host: to, port: 5432, family: 'postgres', dbUser } as const;
  const shown = await copyFormatsModule().copyFormats.preview(subject(open), {
    format,
    route: 'direct',
    withSecret: false,
  });
  if (!shown.ok) throw new Error(shown.error.message);
  return `${shown.value.text}\n${shown.value.note ?? ''}`;
}

describe('code for Aurora DSQL signs as its service wants it', () => {
  it.each<[FormatId, string, string]>([
    ['psql', 'aws dsql generate-db-connect-auth-token', 'aws dsql generate-db-connect-admin-auth-token'],
    ['env', 'aws dsql generate-db-connect-auth-token', 'aws dsql generate-db-connect-admin-auth-token'],
    ['kubernetes', 'generate-db-connect-auth-token', 'generate-db-connect-admin-auth-token'],
    ['python', 'dsql.generate_db_connect_auth_token(', 'dsql.generate_db_connect_admin_auth_token('],
    ['node', 'signer.getDbConnectAuthToken()', 'signer.getDbConnectAdminAuthToken()'],
    ['go', 'auth.GenerateDbConnectAuthToken(ctx', 'auth.GenerateDBConnectAdminAuthToken(ctx'],
    ['dotnet', 'DSQLAuthTokenGenerator.GenerateDbConnectAuthToken(', 'GenerateDbConnectAdminAuthToken('],
    ['jdbc', 'wrapperPlugins=iamDsql', 'wrapperPlugins=iamDsql'],
  ])('%s', async (format, forUser, forAdmin) => {
    const [user, admin] = [await textOf(format, 'app'), await textOf(format, 'admin')];
    expect(user).toContain(forUser);
    expect(admin).toContain(forAdmin);
    for (const text of [user, admin])
      expect(text).not.toMatch(/rds[-.]signer|generate-db-auth-token|AWSSDK\.RDS|rds\/auth/);
    if (forUser !== forAdmin) expect(user).not.toContain(forAdmin);
  });
});

it.each([host, 'orders.proxy-c9q2x7k3m1p0.us-east-1.rds.amazonaws.com'])(
  'the certificates of %s are Amazon’s public ones',
  async (to) => {
    const python = await textOf('python', 'app', to);
    expect(python).toContain(
      "# Amazon's certificates: https://www.amazontrust.com/repository/AmazonRootCA1.pem",
    );
    expect(python).toContain('sslrootcert="AmazonRootCA1.pem"');
    expect(await textOf('kubernetes', 'app', to)).toContain(
      '--from-file=global-bundle.pem=AmazonRootCA1.pem',
    );
  },
);
