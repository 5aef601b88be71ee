import { partitionOfRegion, type EngineFamily, type Partition } from '../endpoints/model.ts';
import { policyDatabaseOf, type KnownDatabase } from './policy/database.ts';
import type { PolicyTarget } from './policy/correction.ts';
import type { SqlEngine } from './sql/script.ts';
import type { NetworkRoute } from '../tunnels/model.ts';

/** What is asked: can this profile log in as this user on this database? */
export interface Subject {
  /** What the database is called in Latchkey. */
  readonly name: string;
  readonly family: EngineFamily;
  /** Aurora DSQL speaks PostgreSQL's protocol, and has tokens and policies of its own. */
  readonly service: 'rds' | 'dsql';
  readonly profile: string;
  /** The region that tokens are signed for. */
  readonly region: string;
  /** The database host and port, which tokens are signed for and certificates are checked for. */
  readonly address: Address;
  /** Where the socket goes; the same unless a tunnel is between. */
  readonly connectAddress: Address;
  /** The connection whose tunnel leads there, and how; left out where none does. */
  readonly tunnel?: { readonly connectionId: string; readonly route: NetworkRoute };
  readonly dbUser: string;
  /** Empty where the server is to choose. */
  readonly database: string;
  /** What discovery knows of it already; null where it has not seen it. */
  readonly known: DatabaseFacts | null;
}

/** A host and a port. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** What AWS says of a database. */
export interface DatabaseFacts extends KnownDatabase {
  readonly partition: Partition;
  /** The identifier that commands name: the instance's, the cluster's, or the proxy's name. */
  readonly identifier: string;
  /** All that people call it: identifiers of its cluster and instances, host names. */
  readonly names: readonly string[];
  readonly instanceIds: readonly string[];
  /** Resource IDs that Latchkey remembers from before it was replaced. */
  readonly formerIds: readonly string[];
  /** Null while AWS is still creating it. */
  readonly address: Address | null;
  /** AWS's status word. */
  readonly status: string;
  /** Whether IAM authentication is on; the cluster's where there is one. */
  readonly iam: boolean;
  /** Whether turning it on waits for the maintenance window. */
  readonly iamPending: boolean;
  readonly masterUser: string | null;
  /** Null where AWS does not say. */
  readonly isPublic: boolean | null;
  /** For a proxy: whether it takes tokens, and whether it has a secret or its own IAM login for the user. */
  readonly proxy: { readonly takesTokens: boolean; readonly hasSecret: boolean | null } | null;
  /** IDs; left out where AWS was not asked. */
  readonly securityGroups?: readonly string[];
  /** Names of what waits to be changed, in AWS's words; left out where AWS was not asked. */
  readonly pendingChanges?: readonly string[];
}

/** Whether the socket goes somewhere else than to the database's own name. */
export function isTunnelled({
  address,
  connectAddress,
}: Pick<Subject, 'address' | 'connectAddress'>): boolean {
  return address.host !== connectAddress.host || address.port !== connectAddress.port;
}

/** What a subject's tunnel leads through, in words. */
export function tunnelText({ route }: NonNullable<Subject['tunnel']>): string {
  if (route.kind === 'proxy') return 'the proxy';
  return route.kind === 'ssh' ? `SSH (${route.destination})` : 'Session Manager';
}

/** The language of the database's own SQL. */
export function sqlEngineOf({ family, service }: Pick<Subject, 'family' | 'service'>): SqlEngine {
  return service === 'dsql' ? 'dsql' : family;
}

/** What a policy for the subject must name; null where that is not known. */
export function policyTargetOf(subject: Subject, facts: DatabaseFacts | null): PolicyTarget | null {
  if (facts === null) return null;
  const database = policyDatabaseOf(facts);
  if (!database.ok) return null;
  const { names, instanceIds, formerIds } = facts;
  return { database: database.value, dbUser: subject.dbUser, names, instanceIds, formerIds };
}

/** The partition of the subject, from AWS's own words where there are any. */
export function partitionOf({ region }: Pick<Subject, 'region'>, facts: DatabaseFacts | null): Partition {
  return facts?.partition ?? partitionOfRegion(region);
}
