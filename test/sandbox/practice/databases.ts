import { DEV } from '../account.ts';
import { instance, type Address, type Instance, type Place } from '../databases.ts';
import { READ_ACCESS, type Directory } from '../directory.ts';
import { addHolder } from '../iam/account.ts';
import type { Postgres } from '../postgres.ts';

/** Where the broken databases live: a region in which the accounts have nothing else. */
export const PRACTICE_PLACE: Place = { account: DEV, region: 'us-east-2' };
/** The profile that sees them, and its role. The role has a path, which its sessions' ARNs have lost. */
export const PRACTICE_PROFILE = 'practice';
export const PRACTICE_ROLE = `arn:aws:iam::${DEV}:role/support/database-reader`;

/** A database that keeps its user out, and whom. */
export interface BrokenDatabase {
  readonly id: string;
  readonly engine: 'postgres' | 'mysql' | 'mariadb';
  readonly dbUser: string;
  readonly isIamOn: boolean;
  /** What the role's policies say about it; null for nothing. @param arn the right resource, without the user */
  readonly statement: ((database: Instance, user: string) => object) | null;
}

const allow = (Resource: string, more: object = {}): object => ({
  Effect: 'Allow',
  Action: 'rds-db:connect',
  Resource,
  ...more,
});

function arnOf({ region, account }: Place, id: string, user: string): string {
  return `arn:aws:rds-db:${region}:${account}:dbuser:${id}/${user}`;
}

const right = (database: Instance, user: string): object => allow(arnOf(database, database.resourceId, user));

/** Five databases, each with one cause. */
export const BROKEN_DATABASES: readonly BrokenDatabase[] = [
  // no policy names it
  { id: 'invoices', engine: 'postgres', dbUser: 'app_readonly', isIamOn: true, statement: null },
  // the policy names the instance's name instead of its resource ID
  {
    id: 'parcels',
    engine: 'postgres',
    dbUser: 'app_readonly',
    isIamOn: true,
    statement: (database, user) => allow(arnOf(database, database.id, user)),
  },
  // the policy asks where the client is, which databases do not know
  {
    id: 'wages',
    engine: 'mysql',
    dbUser: 'app_readonly',
    isIamOn: true,
    statement: (database, user) =>
      allow(arnOf(database, database.resourceId, user), {
        Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
      }),
  },
  // the user has no rds_iam
  { id: 'tickets', engine: 'postgres', dbUser: 'support_agent', isIamOn: true, statement: right },
  // IAM authentication is off
  { id: 'visits', engine: 'mariadb', dbUser: 'app_readonly', isIamOn: false, statement: right },
];

const VERSIONS: Record<BrokenDatabase['engine'], string> = {
  postgres: '17.4',
  mysql: '8.4.4',
  mariadb: '11.4.5',
};

/** A broken database as AWS tells of it. */
export function practiceInstance({ id, engine, isIamOn }: BrokenDatabase, address: Address): Instance {
  return instance(PRACTICE_PLACE, {
    id,
    engine,
    version: VERSIONS[engine],
    instanceClass: 'db.t4g.micro',
    env: 'dev',
    database: 'shop',
    iam: isIamOn,
    address,
    logExports: ['iam-db-auth-error'],
    tags: { purpose: 'practice' },
  });
}

/** Gives the role of {@link PRACTICE_PROFILE} what it may see, and the policies that are right or wrong. */
export function addPracticeRole({ iam }: Directory, databases: readonly Instance[]): void {
  const written = BROKEN_DATABASES.flatMap(({ id, dbUser, statement }) => {
    const database = databases.find((one) => one.id === id);
    if (database === undefined || statement === null) return [];
    const policy = { Version: '2012-10-17', Statement: [statement(database, dbUser)] };
    return [[`connect-${id}`, policy] as const];
  });
  addHolder(iam, {
    kind: 'Role',
    name: 'database-reader',
    path: '/support/',
    account: PRACTICE_PLACE.account,
    inline: { look: READ_ACCESS, ...Object.fromEntries(written) },
  });
}

/** Whether a user logs in with IAM: a member of rds_iam, as PostgreSQL itself decides. */
export async function isIamMember(postgres: Pick<Postgres, 'admin'>, user: string): Promise<boolean> {
  const name = `'${user.replaceAll("'", "''")}'`;
  const rows = await postgres.admin(
    `select 1 from pg_roles where rolname = ${name} and not rolsuper and pg_has_role(oid, 'rds_iam', 'MEMBER')`,
  );
  return rows.length > 0;
}
