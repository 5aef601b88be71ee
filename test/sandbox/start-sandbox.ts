import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databases, DEMO_MYSQL, DEMO_PLACE, DEMO_POSTGRES, DEV, fleet, PROD } from './account.ts';
import { startAwsServer, type SeenRequest } from './aws-server.ts';
import { writeAwsFiles } from './aws-files.ts';
import { makeAuthority, type Authority } from './certificates.ts';
import type { Databases, Instance } from './databases.ts';
import { makeDirectory, type Directory } from './directory.ts';
import { makeFaults, type Faults, type Rule } from './faults.ts';
import { startMysql } from './mysql.ts';
import { startPostgres } from './postgres.ts';
import { type RefusalReason, verifyToken, type Verdict } from './token-verifier.ts';

/** How a sandbox may differ from the usual one. */
export interface SandboxOptions {
  /** The sandbox's clock in milliseconds since the epoch. Unsaid: the real one. */
  readonly now?: () => number;
  /** Instances to add to the believable ones. */
  readonly extraDatabases?: number;
  /** Without a database behind its port, the embedded PostgreSQL or MariaDB costs nothing. */
  readonly without?: ReadonlyArray<'postgres' | 'mysql'>;
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
  /** Why tokens were refused, oldest first; clients are never told. */
  readonly refusals: readonly RefusalReason[];
  readonly requests: readonly SeenRequest[];
  readonly faults: Faults;
  readonly directory: Directory;
  readonly databases: Databases;
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
    const directory = makeDirectory(now());
    const faults = makeFaults(denials);
    const refusals: RefusalReason[] = [];

    const known: { all: Databases } = { all: { instances: [], clusters: [], proxies: [] } };
    const check =
      (id: string) =>
      (user: string, token: string): Verdict => {
        const database = find(known.all, id);
        const verdict: Verdict =
          database?.address === undefined
            ? { ok: false, reason: 'wrong-host' }
            : verifyToken(token, {
                user,
                ...database.address,
                region: database.region,
                account: database.account,
                resourceId: database.resourceId,
                now: now(),
                identities: directory.find,
              });
        if (!verdict.ok) refusals.push(verdict.reason);
        return verdict;
      };
    const wanted = (name: 'postgres' | 'mysql'): boolean => options.without?.includes(name) !== true;
    const postgres = wanted('postgres')
      ? await startPostgres({ certificate, check: check(DEMO_POSTGRES) })
      : null;
    if (postgres) stops.push(postgres.stop);
    const mysql = wanted('mysql')
      ? await startMysql({ certificate, check: check(DEMO_MYSQL), folder: join(folder, 'mysql') })
      : null;
    if (mysql) stops.push(mysql.stop);

    const all = databases({
      postgres: { host: 'localhost', port: postgres?.port ?? NOBODY_LISTENS },
      mysql: { host: 'localhost', port: mysql?.port ?? NOBODY_LISTENS },
    });
    known.all = { ...all, instances: [...all.instances, ...fleet(options.extraDatabases ?? 0)] };
    const aws = await startAwsServer({ databases: known.all, directory, faults, now });
    stops.push(aws.stop);
    const demo = (id: string, running: { port: number; ready: Promise<void> } | null): DemoDatabase | null =>
      running && {
        host: 'localhost',
        port: running.port,
        ...DEMO_PLACE,
        resourceId: find(known.all, id)?.resourceId ?? '',
        ready: running.ready,
      };
    return {
      env: await writeAwsFiles(folder, aws.url, directory),
      url: aws.url,
      folder,
      caFile,
      authority,
      postgres: demo(DEMO_POSTGRES, postgres),
      mysql: demo(DEMO_MYSQL, mysql),
      refusals,
      requests: aws.requests,
      faults,
      directory,
      databases: known.all,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** tcpmux: reserved since 1988 and served by nobody, so that a database that is not there is unreachable. */
const NOBODY_LISTENS = 1;

function find(all: Databases, id: string): Instance | undefined {
  return all.instances.find(
    (one) => one.id === id && one.account === DEMO_PLACE.account && one.region === DEMO_PLACE.region,
  );
}
