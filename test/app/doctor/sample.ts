import type { Observation, Observations, Seen } from '../../../app/doctor/observations.ts';
import type { DatabaseFacts, Subject } from '../../../app/doctor/subject.ts';
import type { PolicyDocument } from '../../../app/doctor/policy/document.ts';

export const account = '482011780031';
export const now = Date.UTC(2026, 0, 1, 12);

const host = 'orders.cluster-c9q2x7k3m1p0.us-east-1.rds.amazonaws.com';

/** An Aurora cluster in the lab coat of a healthy one. */
export const facts: DatabaseFacts = {
  kind: 'cluster',
  partition: 'aws',
  region: 'us-east-1',
  account,
  resourceId: 'cluster-ABCDEFGHIJKL01234',
  clusterResourceId: null,
  identifier: 'orders',
  names: ['orders', 'orders-1', host],
  instanceIds: ['db-MEMBER1'],
  formerIds: ['cluster-OLD0000000000001'],
  address: { host, port: 5432 },
  status: 'available',
  iam: true,
  iamPending: false,
  masterUser: 'postgres',
  isPublic: true,
  proxy: null,
};

export const subject: Subject = {
  name: 'orders',
  family: 'postgres',
  service: 'rds',
  profile: 'platform-prod',
  region: 'us-east-1',
  address: { host, port: 5432 },
  connectAddress: { host, port: 5432 },
  dbUser: 'app_readonly',
  database: 'orders',
  known: null,
};

/** What checks see of a database on which all is well. */
export const healthy: Omit<
  Seen,
  'alias' | 'lowerCaseUser' | 'clipboard' | 'reported' | 'errors' | 'securityGroups'
> = {
  credentials: { state: 'usable', expiry: { kind: 'at', time: now + 5 * 3_600_000 } },
  caller: {
    state: 'known',
    arn: `arn:aws:sts::${account}:assumed-role/DatabaseReader/jane`,
    account,
    clockOffsetMs: 200,
  },
  description: { state: 'found', facts },
  name: { state: 'resolved', addresses: ['203.0.113.7'], isPrivate: false },
  reach: { state: 'connected', ms: 38 },
  tls: { state: 'verified', ms: 20 },
  authentication: { asks: 'token' },
  masterUser: { asks: 'password', method: 'SCRAM' },
  simulation: { decision: 'allowed', withoutOrganization: 'allowed', boundaryAllows: null, missingKeys: [] },
  policies: { policies: [], boundary: null, isComplete: false },
  signIn: { state: 'in', ms: 120 },
};

/** Everything seen, and what is to be other. */
export function observed(over: Partial<Seen> = {}): Observations {
  const all: Partial<Seen> = { ...healthy, ...over };
  return Object.fromEntries(
    Object.entries(all).map(([check, value]) => [
      check,
      { outcome: 'seen', value } satisfies Observation<unknown>,
    ]),
  );
}

/** Observations with some of them gone, or ended otherwise. */
export function but(
  observations: Observations,
  other: { readonly [Check in keyof Seen]?: Exclude<Observation<never>, { outcome: 'seen' }> | null },
): Observations {
  const kept = Object.entries({ ...observations, ...other }).filter(([, value]) => value !== null);
  return Object.fromEntries(kept);
}

/** A server that takes the user and refuses the token. */
export const refused = {
  state: 'refused',
  refusal: { code: '28000', message: 'PAM authentication failed for user "app_readonly"', hint: '' },
} as const;

/** What CloudWatch says, and what is to be other. */
export function errorsSeen(over: Partial<Seen['errors']> = {}): Seen['errors'] {
  return { codes: [], counted: [], freeMemory: null, logUnseen: null, metricsUnseen: null, ...over };
}

/** A policy with one statement about connecting. */
export function policyOf(resource: string, more: object = {}): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'rds-db:connect', Resource: resource, ...more }],
  };
}
