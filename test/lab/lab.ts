import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAuthority, type Authority } from '../sandbox/certificates.ts';
import { mayConnect, type Identity } from '../sandbox/identity.ts';
import { verifyToken, type RefusalReason } from '../sandbox/token-verifier.ts';
import { startMariadb } from './mariadb.ts';
import { startPamService } from './pam-service.ts';
import { startPostgres } from './postgres.ts';
import { accountFor, findPrograms } from './programs.ts';
import { freePorts } from './server-process.ts';

/** A database of the lab, as discovery would describe it. */
export interface LabDatabase {
  /** The database host and the connect host: the name in the server's certificate. */
  readonly host: 'localhost';
  readonly port: number;
  readonly database: string;
  readonly region: string;
  readonly resourceId: string;
}

/** Real databases that check IAM tokens as RDS does. */
export interface Lab {
  /** File of the authority that both servers' certificates come from, PEM. */
  readonly caFile: string;
  /** The same, to issue others with. */
  readonly authority: Authority;
  readonly postgres: LabDatabase;
  readonly mariadb: LabDatabase;
  /** Database users that exist in both; the identities may connect as the first two only. */
  readonly users: { readonly app: string; readonly reporting: string; readonly forbidden: string };
  /** A user's long-lived key, and a role's key with a session token of 700 and more bytes. */
  readonly identities: { readonly longLived: Identity; readonly session: Identity };
  /** Why tokens were refused, in order. Only tests see this: clients see what RDS shows. */
  readonly refusals: readonly RefusalReason[];
  /** Sets the clock that tokens are checked by, in milliseconds since the epoch. */
  readonly setNow: (now: () => number) => void;
  /** Stops the servers and removes every trace. */
  readonly stop: () => Promise<void>;
}

const account = '123456789012';
const users = { app: 'app_user', reporting: 'reporting', forbidden: 'forbidden_user' } as const;

/**
 * Starts PostgreSQL and MariaDB on free ports, with data in a private temporary folder. Throws where a part
 * is missing, naming it; whatever has been started by then is stopped again.
 */
export async function startLab(options: { readonly now?: () => number } = {}): Promise<Lab> {
  const programs = findPrograms();
  const undo: Array<() => Promise<void> | void> = [];
  const stop = async (): Promise<void> => {
    for (let last = undo.pop(); last; last = undo.pop()) await last();
  };
  let now = options.now ?? Date.now;
  const refusals: RefusalReason[] = [];

  try {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-lab-'));
    const remove = (): void => rmSync(folder, { recursive: true, force: true });
    process.once('exit', remove);
    undo.push(remove, () => void process.off('exit', remove));
    chmodSync(folder, 0o711); // the servers' accounts pass through to their own folders
    const authority = makeAuthority('Latchkey lab CA');
    const caFile = join(folder, 'ca.pem');
    writeFileSync(caFile, authority.caPem, { mode: 0o644 });

    const [postgresPort = 0, mariadbPort = 0] = await freePorts(2);
    const local = { host: 'localhost', database: 'app' } as const;
    const postgres = { ...local, port: postgresPort, region: 'eu-central-1', resourceId: 'db-LABPOSTGRES' };
    const mariadb = { ...local, port: mariadbPort, region: 'us-east-1', resourceId: 'db-LABMARIADB' };
    const identities = makeIdentities([postgres, mariadb]);
    const known = new Map([identities.longLived, identities.session].map((one) => [one.accessKeyId, one]));

    const gatewayEndpoint = await startPamService(programs.perl);
    undo.push(gatewayEndpoint.close);
    const setup = (name: string, of: LabDatabase, systemUser: string) => {
      const runAs = accountFor(systemUser);
      const pamService = gatewayEndpoint.addService({
        name,
        folder: join(folder, `${name}-pam`),
        check: (user, token) => {
          const identity = (id: string): Identity | undefined => known.get(id);
          const verdict = verifyToken(token, { ...of, account, user, now: now(), identities: identity });
          if (!verdict.ok) refusals.push(verdict.reason);
          return verdict.ok;
        },
      });
      const certificate = authority.issue([of.host]);
      const server = { folder: join(folder, name), account: runAs, certificate, pamService };
      return { ...server, port: of.port, database: of.database, users: Object.values(users) };
    };
    // both settle before a failure is told, so that the one that did start is stopped too
    const started = await Promise.allSettled([
      startPostgres(programs, setup('postgres', postgres, 'postgres')),
      startMariadb(programs, setup('mariadb', mariadb, 'mysql')),
    ]);
    for (const one of started) if (one.status === 'fulfilled') undo.push(one.value);
    for (const one of started) if (one.status === 'rejected') throw one.reason;

    const setNow = (clock: () => number): void => void (now = clock);
    return { caFile, authority, postgres, mariadb, users, identities, refusals, setNow, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function makeIdentities(databases: readonly LabDatabase[]): Lab['identities'] {
  const allowed = databases.flatMap(({ region, resourceId }) =>
    [users.app, users.reporting].map(
      (user) => `arn:aws:rds-db:${region}:${account}:dbuser:${resourceId}/${user}`,
    ),
  );
  const may = mayConnect(allowed);
  const key = (prefix: string) => ({
    accessKeyId: prefix + randomBytes(8).toString('hex').toUpperCase(),
    secretAccessKey: randomBytes(30).toString('base64'),
  });
  const iam = `arn:aws:iam::${account}`;
  return {
    longLived: { ...key('AKIA'), account, arn: `${iam}:user/lab`, userId: 'AIDALAB', may },
    session: {
      ...key('ASIA'),
      sessionToken: randomBytes(558).toString('base64'), // 744 characters, with the + / = of base64
      account,
      arn: `arn:aws:sts::${account}:assumed-role/lab/tester`,
      userId: 'AROALAB:tester',
      may,
    },
  };
}
