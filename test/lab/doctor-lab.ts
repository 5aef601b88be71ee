import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAuthority, type Authority } from '../sandbox/certificates.ts';
import { PROD } from '../sandbox/account.ts';
import { makeDirectory, type Directory } from '../sandbox/directory.ts';
import { addHolder, type Holder } from '../sandbox/iam/account.ts';
import type { Identity } from '../sandbox/identity.ts';
import { verifyToken, type RefusalReason } from '../sandbox/token-verifier.ts';
import { startDoctorMariadb, type DoctorMariadb } from './doctor-mariadb.ts';
import { startDoctorPostgres, type DoctorPostgres } from './doctor-postgres.ts';
import { startPamService } from './pam-service.ts';
import { accountFor, findPrograms } from './programs.ts';
import { freePorts } from './server-process.ts';

/** A database as AWS would describe it: a name of RDS, which only the certificate knows on this machine. */
export interface DoctorDatabase {
  readonly host: string;
  readonly port: number;
  readonly region: string;
  readonly resourceId: string;
}

/** Servers with RDS's own rules, that can be spoilt one by one. */
export interface DoctorLab {
  readonly authority: Authority;
  readonly account: string;
  readonly postgres: DoctorDatabase & { readonly server: DoctorPostgres };
  readonly mariadb: DoctorDatabase & { readonly server: DoctorMariadb };
  /** Users whom the identity may be, but for the last. */
  readonly users: { readonly app: string; readonly reporting: string; readonly forbidden: string };
  /** A session of {@link role}. */
  readonly identity: Identity;
  /** Whose policies say whom the identity may connect as; IAM's stand-in asks them each time. */
  readonly role: Holder;
  readonly directory: Directory;
  /** Why tokens were refused, in order. */
  readonly refusals: readonly RefusalReason[];
  /** Every token that came to a server. */
  readonly tokens: readonly string[];
  /** Sets the clock that tokens are checked by. */
  readonly setNow: (now: () => number) => void;
  readonly stop: () => Promise<void>;
}

const account = PROD;
const users = { app: 'app_user', reporting: 'reporting', forbidden: 'forbidden_user' } as const;

/** Starts PostgreSQL and MariaDB; throws where a part is missing. */
export async function startDoctorLab(): Promise<DoctorLab> {
  const programs = findPrograms();
  const undo: (() => Promise<void> | void)[] = [];
  const stop = async (): Promise<void> => {
    for (let last = undo.pop(); last; last = undo.pop()) await last();
  };
  try {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-doctor-'));
    undo.push(() => rmSync(folder, { recursive: true, force: true }));
    chmodSync(folder, 0o711); // the servers' accounts pass through to their own folders
    const authority = makeAuthority('Latchkey doctor CA');
    const [postgresPort = 0, mariadbPort = 0] = await freePorts(2);
    const postgres: DoctorDatabase = {
      host: 'orders.c9q2x7k3m1p0.eu-central-1.rds.amazonaws.com',
      port: postgresPort,
      region: 'eu-central-1',
      resourceId: 'db-DOCTORPOSTGRES0001',
    };
    const mariadb: DoctorDatabase = {
      host: 'billing.c9q2x7k3m1p0.us-east-1.rds.amazonaws.com',
      port: mariadbPort,
      region: 'us-east-1',
      resourceId: 'db-DOCTORMARIADB00001',
    };
    const directory = makeDirectory(Date.now);
    const role = addHolder(directory.iam, {
      kind: 'Role',
      name: 'DatabaseReader',
      account,
      inline: {
        Reader: connectPolicy([postgres, mariadb]),
      },
    });
    const hour = Date.now() + 3_600_000;
    const identity = directory.assume({ holder: role }, { name: 'tester', expiresAt: hour });
    let now: () => number = Date.now;
    const refusals: RefusalReason[] = [];
    const tokens: string[] = [];
    const pam = await startPamService(programs.perl);
    undo.push(pam.close);
    const setup = (name: string, of: DoctorDatabase, systemUser: string) => {
      const pamService = pam.addService({
        name,
        folder: join(folder, `${name}-pam`),
        check: (user, token) => {
          tokens.push(token);
          const verdict = verifyToken(token, {
            ...of,
            account,
            user,
            now: now(),
            identities: directory.find,
          });
          if (!verdict.ok) refusals.push(verdict.reason);
          return verdict.ok;
        },
      });
      const server = { folder: join(folder, name), account: accountFor(systemUser), pamService };
      const certificate = authority.issue([of.host, 'localhost']);
      return { ...server, certificate, port: of.port, database: 'app', users: Object.values(users) };
    };
    const [postgresServer, mariadbServer] = await Promise.allSettled([
      startDoctorPostgres(programs, setup('postgres', postgres, 'postgres'), authority.caPem),
      startDoctorMariadb(programs, setup('mariadb', mariadb, 'mysql')),
    ]);
    if (postgresServer.status === 'fulfilled') undo.push(postgresServer.value.stop);
    if (mariadbServer.status === 'fulfilled') undo.push(mariadbServer.value.stop);
    if (postgresServer.status === 'rejected') throw postgresServer.reason;
    if (mariadbServer.status === 'rejected') throw mariadbServer.reason;
    return {
      authority,
      account,
      postgres: { ...postgres, server: postgresServer.value },
      mariadb: { ...mariadb, server: mariadbServer.value },
      users,
      identity,
      role,
      directory,
      refusals,
      tokens,
      setNow: (clock) => void (now = clock),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The policy that lets somebody be each user but the last. */
function connectPolicy(databases: readonly DoctorDatabase[]): object {
  const Resource = databases.flatMap(({ region, resourceId }) =>
    [users.app, users.reporting].map(
      (user) => `arn:aws:rds-db:${region}:${account}:dbuser:${resourceId}/${user}`,
    ),
  );
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'rds-db:connect', Resource }] };
}
