import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databases, DEMO_MYSQL, DEMO_PLACE, DEMO_POSTGRES, DEV, fleet, PROD } from './account.ts';
import { authError, type AuthError } from './auth-log.ts';
import { startAwsServer, type AwsServer, type SeenRequest } from './aws-server.ts';
import { writeAwsFiles, writeCompanyFiles } from './aws-files.ts';
import { company, type Company, type CompanySize } from './company.ts';
import { makeAuthority, type Authority } from './certificates.ts';
import { noDatabases, type Databases, type DatabaseStore, type Instance, type Place } from './databases.ts';
import { MASTER_USER } from './rds-shapes.ts';
import { openFronts, type DemoFront } from './demo-fronts.ts';
import { makeDirectory, type Directory } from './directory.ts';
import { makeFaults, type Faults, type Rule } from './faults.ts';
import { startMysql } from './mysql.ts';
import { startPostgres } from './postgres.ts';
import { PRIVATE_DATABASE, privateInstance } from './private-network/nodes.ts';
import { createSessions, type Sessions } from './private-network/sessions.ts';
import { PRACTICE_PLACE } from './practice/databases.ts';
import { PRACTICE_PATH, practicePage } from './practice/page.ts';
import { applyMend, startPractice } from './practice/practice.ts';
import { makeSso, type SsoService } from './sso-service.ts';
import type { SsoCall } from './sso-protocol.ts';
import { type RefusalReason, verifyToken, type Verdict } from './token-verifier.ts';

/** How a sandbox may differ from the usual one. */
export interface SandboxOptions {
  /** The sandbox's clock in milliseconds since the epoch. Unsaid: the real one. */
  readonly now?: () => number;
  /** Instances to add to the believable ones. */
  readonly extraDatabases?: number;
  /** A big company in the place of the two usual accounts. */
  readonly company?: CompanySize;
  /** Without a database behind its port, the embedded PostgreSQL or MariaDB costs nothing. */
  readonly without?: ReadonlyArray<'postgres' | 'mysql'>;
  /** With five broken databases, a profile that sees them, and a page on which what mends them is applied. */
  readonly practice?: true;
  /** With a database in a private network, which is reached through Session Manager alone. */
  readonly privateDatabase?: true;
}

/** A database that really answers. */
export interface DemoDatabase {
  /** `localhost`: both the name to dial and the one in the certificate. */
  readonly host: string;
  readonly port: number;
  readonly region: string;
  readonly account: string;
  readonly resourceId: string;
  /** Resolves once it can be queried. */
  readonly ready: Promise<void>;
}

/** An AWS account in a box, running. */
export interface Sandbox {
  /** What a program needs in its environment to be in the sandbox; see `sandboxEnvironment`. */
  readonly env: Readonly<Record<string, string>>;
  readonly url: string;
  /** Private to this sandbox; gone after {@link Sandbox.stop}. */
  readonly folder: string;
  /** The authority that has signed both databases' certificates, PEM. */
  readonly caFile: string;
  readonly authority: Authority;
  readonly postgres: DemoDatabase | null;
  /** `null` where MariaDB's server is not installed. */
  readonly mysql: DemoDatabase | null;
  /** The embedded PostgreSQL as a cluster of Aurora DSQL and as an RDS Proxy; `null` without it. */
  readonly fronts: { readonly dsql: DemoFront; readonly proxy: DemoFront } | null;
  /** Why tokens were refused, oldest first; clients are never told. */
  readonly refusals: readonly RefusalReason[];
  readonly requests: readonly SeenRequest[];
  /** Session Manager's sessions. */
  readonly sessions: Sessions;
  /** IAM Identity Center: how it behaves, and what it was asked for. */
  readonly sso: SsoService;
  readonly ssoCalls: readonly SsoCall[];
  readonly faults: Faults;
  readonly directory: Directory;
  /** As RDS tells of them now. */
  readonly databases: Databases;
  /** The big company; `null` without one. */
  readonly company: Company | null;
  /** The page of the practice; `null` without one. */
  readonly practiceUrl: string | null;
  readonly stop: () => Promise<void>;
}

/** What each account is not allowed from the start. */
const denials: readonly Rule[] = [
  { account: PROD, region: 'eu-central-1', action: 'rds:DescribeDBInstances', effect: { kind: 'deny' } },
  { account: PROD, region: 'eu-central-1', action: 'rds:DescribeDBClusters', effect: { kind: 'deny' } },
  { account: DEV, region: 'eu-west-1', action: 'rds:DescribeDBClusters', effect: { kind: 'deny' } },
];

/**
 * Starts AWS over HTTP, an embedded PostgreSQL and, where installed, a MariaDB, all on loopback ports and in
 * one temporary folder. Changes nothing in `process.env`. The databases come up in the background: await
 * their `ready` before timing anything.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = options.now ?? Date.now;
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-sandbox-')); // 0700, says mkdtemp(3)
  const stops: Array<() => Promise<void>> = [() => rm(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const step of stops.splice(0).toReversed()) await step();
  };
  try {
    const authority = makeAuthority();
    const caFile = join(folder, 'ca.pem');
    await writeFile(caFile, authority.caPem, { mode: 0o600 });
    const certificate = authority.issue(['localhost', '127.0.0.1', '::1']);
    const directory = makeDirectory(now);
    const faults = makeFaults(denials);
    const refusals: RefusalReason[] = [];

    const store: DatabaseStore = { all: noDatabases };
    const authErrors: AuthError[] = [];
    const find = (place: Place, id: string): Instance | undefined =>
      store.all.instances.find(
        (one) => one.id === id && one.account === place.account && one.region === place.region,
      );
    const check =
      (place: Place, id: string) =>
      (user: string, token: string): Verdict => {
        const database = find(place, id);
        if (database?.address === undefined) return { ok: false, reason: 'wrong-host' };
        let signer = '';
        const verdict = verifyToken(token, {
          user,
          ...database.address,
          region: database.region,
          account: database.account,
          resourceId: database.resourceId,
          now: now(),
          identities: (accessKeyId) => {
            const identity = directory.find(accessKeyId);
            signer = identity?.arn ?? '';
            return identity;
          },
        });
        if (!verdict.ok) {
          refusals.push(verdict.reason);
          authErrors.push(authError(database, user, verdict.reason, signer, now()));
        }
        return verdict;
      };
    const wanted = (name: 'postgres' | 'mysql'): boolean => options.without?.includes(name) !== true;
    const postgres = wanted('postgres')
      ? await startPostgres({
          certificate,
          check: check(DEMO_PLACE, DEMO_POSTGRES),
          // as on RDS: whoever administers it has a password
          isIamUser: (user) => user !== MASTER_USER,
        })
      : null;
    if (postgres) stops.push(postgres.stop);
    const mysql = wanted('mysql')
      ? await startMysql(
          { certificate, check: check(DEMO_PLACE, DEMO_MYSQL), isIamUser: () => true },
          join(folder, 'mysql'),
        )
      : null;
    if (mysql) stops.push(mysql.stop);

    const practice =
      options.practice && postgres
        ? await startPractice({
            postgres,
            mysql,
            certificate,
            directory,
            find: (id) => find(PRACTICE_PLACE, id),
            check: (id) => check(PRACTICE_PLACE, id),
          })
        : null;
    if (practice) stops.push(practice.stop);
    const ledger = options.privateDatabase && postgres ? privateInstance() : null;
    const ledgerFront =
      ledger?.address && postgres
        ? await postgres.open({
            certificate: authority.issue([ledger.address.host]),
            check: check(DEMO_PLACE, PRIVATE_DATABASE),
            isIamUser: (user) => user !== MASTER_USER,
          })
        : null;
    if (ledgerFront) stops.push(ledgerFront.stop);
    const isLedger = (host: string, port: number): boolean =>
      ledger?.address?.host === host && ledger.address.port === port;
    const sessions = createSessions((host, port) =>
      isLedger(host, port) ? (ledgerFront?.port ?? null) : null,
    );
    stops.push(async () => sessions.stop());
    const all = databases({
      postgres: { host: 'localhost', port: postgres?.port ?? NOBODY_LISTENS },
      mysql: { host: 'localhost', port: mysql?.port ?? NOBODY_LISTENS },
    });
    const big = options.company === undefined ? null : company(directory, options.company);
    const more = [
      ...(ledger === null ? [] : [ledger]),
      ...(practice?.instances ?? []),
      ...fleet(options.extraDatabases ?? 0),
    ];
    store.all = big?.databases ?? { ...all, instances: [...all.instances, ...more] };
    const fronts =
      postgres &&
      (await openFronts({
        postgres,
        authority,
        databases: store.all,
        now,
        find: directory.find,
        onRefused: (reason) => refusals.push(reason),
      }));
    const answer = practicePage((text) =>
      postgres === null
        ? Promise.resolve({ ok: false, message: 'There is no database.' })
        : applyMend({ aws, postgres, directory, now }, text),
    );
    let url = '';
    const sso = makeSso(directory, () => url, now);
    const aws: AwsServer = await startAwsServer({
      store,
      directory,
      faults,
      sessions,
      sso,
      authErrors,
      now,
      ...(practice === null ? {} : { page: { path: PRACTICE_PATH, answer } }),
    });
    url = aws.url;
    stops.push(aws.stop);
    const demo = (id: string, running: { port: number; ready: Promise<void> } | null): DemoDatabase | null =>
      running && {
        host: 'localhost',
        port: running.port,
        ...DEMO_PLACE,
        resourceId: find(DEMO_PLACE, id)?.resourceId ?? '',
        ready: running.ready,
      };
    const env = await writeAwsFiles(folder, aws.url, directory, practice !== null);
    if (big !== null) await writeCompanyFiles(env, aws.url, big);
    return {
      env,
      url: aws.url,
      folder,
      caFile,
      authority,
      postgres: demo(DEMO_POSTGRES, postgres),
      mysql: demo(DEMO_MYSQL, mysql),
      fronts,
      refusals,
      requests: aws.requests,
      sessions,
      sso,
      ssoCalls: aws.ssoCalls,
      faults,
      directory,
      get databases() {
        return store.all;
      },
      company: big,
      practiceUrl: practice === null ? null : `${aws.url}${PRACTICE_PATH}`,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** tcpmux: reserved since 1988 and served by nobody, so that a database that is not there is unreachable. */
const NOBODY_LISTENS = 1;
