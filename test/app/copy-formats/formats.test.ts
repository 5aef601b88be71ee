import { describe, expect, it } from 'vitest';
import { bundleSource } from '../../../app/copy-formats/format-input.ts';
import { slugOf } from '../../../app/copy-formats/files.ts';
import type { FormatId, Route } from '../../../app/copy-formats/model.ts';
import type { Target } from '../../../app/connect/target.ts';
import type { CopyFormatsPorts } from '../../../app/copy-formats/ports.ts';
import { copyFormatsModule, subject } from './copy-formats-module.ts';

const tunnel = { connectAddress: { host: '127.0.0.1', port: 15_499 } };

async function textOf(
  format: FormatId,
  route: Route,
  open: Partial<Target['open']> = {},
  over: Partial<CopyFormatsPorts> = {},
  withSecret = false,
): Promise<string> {
  const shown = await copyFormatsModule(over).copyFormats.preview(subject(open), {
    format,
    route,
    withSecret,
  });
  if (!shown.ok) throw new Error(shown.error.message);
  return shown.value.text;
}

describe('URLs', () => {
  const host = 'orders.abc.us-east-1.rds.amazonaws.com';
  it.each([
    [
      'url',
      'direct',
      {},
      `postgresql://alice@${host}:5432/shop?sslmode=verify-full&sslrootcert=%2Fdata%2Frds-ca.pem`,
    ],
    [
      'url',
      'direct',
      tunnel,
      `postgresql://alice@${host}:15499/shop?sslmode=verify-full&sslrootcert=%2Fdata%2Frds-ca.pem&hostaddr=127.0.0.1`,
    ],
    ['url', 'gateway', {}, 'postgresql://alice@127.0.0.1:15432/shop?sslmode=disable'],
    [
      'url',
      'direct',
      { family: 'mysql', dbUser: "o'n@x/y:z%", database: '' },
      `mysql://o%27n%40x%2Fy%3Az%25@${host}:5432/?ssl-mode=VERIFY_IDENTITY&ssl-ca=%2Fdata%2Frds-ca.pem`,
    ],
    [
      'jdbc',
      'direct',
      {},
      `jdbc:aws-wrapper:postgresql://${host}:5432/shop?user=alice&wrapperPlugins=iam&iamHost=${host}&iamDefaultPort=5432&iamRegion=us-east-1&awsProfile=dev&sslmode=verify-full&sslrootcert=global-bundle.pem`,
    ],
    [
      'jdbc',
      'direct',
      // the hosts file leads the database's name to the tunnel
      { ...tunnel, family: 'mysql' },
      `jdbc:aws-wrapper:mariadb://${host}:15499/shop?user=alice&wrapperPlugins=iam&iamHost=${host}&iamDefaultPort=5432&iamRegion=us-east-1&awsProfile=dev&sslMode=verify-full&serverSslCert=global-bundle.pem`,
    ],
    ['jdbc', 'gateway', {}, 'jdbc:postgresql://127.0.0.1:15432/shop?user=alice&sslmode=disable'],
    ['jdbc', 'gateway', { family: 'mysql' }, 'jdbc:mysql://127.0.0.1:15432/shop?user=alice&sslMode=DISABLED'],
    [
      'jdbc',
      'gateway',
      { family: 'mariadb' },
      'jdbc:mariadb://127.0.0.1:15432/shop?user=alice&sslMode=disable',
    ],
  ] as const)('%s, %s, %j', async (format, route, open, url) => {
    expect(await textOf(format, route, open)).toBe(url);
  });
});

describe('command lines', () => {
  it('of MySQL’s own client take its own options', async () => {
    expect(await textOf('mysql', 'direct', { family: 'mysql', dbUser: '-O"x' })).toBe(
      [
        'MYSQL_PWD="$(aws rds generate-db-auth-token \\',
        '    --profile=dev --region=us-east-1 \\',
        '    --hostname=orders.abc.us-east-1.rds.amazonaws.com --port=5432 \\',
        `    --username='-O"x')" \\`,
        `mysql --protocol=TCP --host=orders.abc.us-east-1.rds.amazonaws.com --port=5432 --user='-O"x' --ssl-mode=VERIFY_IDENTITY --ssl-ca=/data/rds-ca.pem --enable-cleartext-plugin --database=shop`,
      ].join('\n'),
    );
    expect(await textOf('mysql', 'gateway', { family: 'mysql', database: '' })).toBe(
      'mysql --protocol=TCP --host=127.0.0.1 --port=15432 --user=alice --ssl-mode=DISABLED --password',
    );
  });
});

describe('docker run', () => {
  it('leads to the loopback as the system has it', async () => {
    const linux = await textOf('docker', 'gateway', {}, {}, true);
    expect(linux).toContain('--network host');
    expect(linux).toContain('--env PGHOST=127.0.0.1');
    // the password is in no argument
    expect(linux).toContain('PGPASSWORD=__LOCAL_PASSWORD__ docker run');
    expect(linux).toContain('--env PGPASSWORD \\\n');
    const mac = await textOf('docker', 'gateway', { family: 'mysql' }, { platform: 'darwin' });
    expect(mac).not.toContain('--network');
    expect(mac).toContain('--host=host.docker.internal');
    expect(await textOf('docker', 'direct')).not.toContain('--network');
  });

  it('goes through a tunnel with the database’s own name', async () => {
    expect(await textOf('docker', 'direct', tunnel)).toContain('--env PGHOSTADDR=127.0.0.1');
    const mysql = await textOf('docker', 'direct', { ...tunnel, family: 'mysql' });
    expect(mysql).toContain('--add-host orders.abc.us-east-1.rds.amazonaws.com:127.0.0.1');
    expect(mysql).toContain('--port=15499');
    expect(mysql).toContain('--mount');
  });
});

describe('a tunnel in code', () => {
  it.each([
    ['go', 'postgres', 'return []string{"127.0.0.1"}, nil'],
    ['go', 'mysql', 'cfg.Addr = "127.0.0.1:15499"'],
    ['dotnet', 'postgres', 'options.TargetHost = "orders.abc.us-east-1.rds.amazonaws.com"'],
    ['node', 'mysql', 'stream: () => connect(15499, "127.0.0.1")'],
  ] as const)('%s, %s', async (format, family, line) => {
    const text = await textOf(format, 'direct', { ...tunnel, family });
    expect(text).toContain(line);
    // what is signed and verified stays the database's own
    expect(text).toContain('orders.abc.us-east-1.rds.amazonaws.com');
    expect(text).toMatch(/orders\.abc\.us-east-1\.rds\.amazonaws\.com:5432|\b5432[,)]/);
  });

  it('does not matter to a pod, which dials the database', async () => {
    const text = await textOf('kubernetes', 'direct', { ...tunnel, dbUser: 'a$(HOME)$' });
    expect(text).not.toContain('15499');
    expect(text).toContain('value: "a$$(HOME)$$"');
    expect(text).toContain('PGPASSWORD="$$(cat /login/token)"');
  });
});

describe('certificates', () => {
  it('are the user’s own where there is a file', async () => {
    const own = { caFile: '/home/a/own ca.pem' };
    expect(await textOf('psql', 'direct', own)).toContain(`sslrootcert='\\''/home/a/own ca.pem'\\''`);
    const python = await textOf('python', 'direct', own);
    expect(python).toContain('sslrootcert="/home/a/own ca.pem"');
    expect(python).not.toContain('truststore');
    expect(await textOf('kubernetes', 'direct', own)).toContain(`=global-bundle.pem='/home/a/own ca.pem'`);
  });

  it.each([
    ['eu-west-1', 'https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem'],
    ['us-gov-east-1', 'https://truststore.pki.us-gov-west-1.rds.amazonaws.com/global/global-bundle.pem'],
    ['cn-north-1', 'https://rds-truststore.s3.cn-north-1.amazonaws.com.cn/global/global-bundle.pem'],
  ])('of %s are where AWS gives them out', (region, url) => {
    expect(bundleSource(region)).toBe(url);
  });
});

describe('names that programs give a meaning', () => {
  it.each([
    ['orders · prod', 'orders-prod'],
    ['9 lives', 'lives'],
    ['—', 'database'],
    ['long '.repeat(20), 'long-long-long-long-long-long-long-long'],
  ])('%j', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });
});
