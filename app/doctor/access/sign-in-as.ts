import { seen, type Observation, type Observations, type PoliciesSeen } from '../observations.ts';
import { allowedUsers } from '../policy/allowed-users.ts';
import { policyDatabaseOf } from '../policy/database.ts';
import { questionOf } from '../policy/check.ts';
import { evaluatePolicies } from '../policy/evaluate.ts';
import { policyContextOf } from '../policy/principal.ts';
import type { Probes } from '../ports.ts';
import { notLookedAt } from '../lines.ts';
import type { Asked } from '../subject-for.ts';
import type { ProbesFor } from '../answers/service.ts';
import type { SignInCandidate, SignInCandidates } from './model.ts';
import { lookOnce, type Known } from './service.ts';

/** What finding candidates takes. */
export interface SignInAsPorts {
  readonly probes: (run: ProbesFor) => Probes;
  readonly knownOf: (asked: Asked) => Promise<Known>;
  /** Users whom somebody has logged in as before, on any database. */
  readonly usersBefore: () => readonly string[];
}

/** How many names are asked about at most: each is a question to IAM and a connection to the database. */
const MAX_NAMES = 12;

/** How many are asked about at the same time. */
const AT_ONCE = 4;

/**
 * Whom an identity can log in as: by its own policies, by IAM's simulator over the names that are known, and by how the
 * database wants each of them to log in, for which no token is sent.
 */
export async function findSignIns(
  { probes, knownOf, usersBefore }: SignInAsPorts,
  asked: Asked,
): Promise<SignInCandidates> {
  const { subject, caFile } = asked;
  const known = await knownOf(asked);
  const looks = probes({ caFile, reported: null });
  try {
    const policies = await lookOnce(looks, 'policies', subject, known.observations);
    const own = ownUsers(policies, known);
    const names = [...own.users, subject.dbUser, known.facts?.masterUser ?? '', ...usersBefore()];
    const candidates = [...new Set(names)].filter((name) => name !== '').slice(0, MAX_NAMES);
    const asking = candidates.map((dbUser) => async () => {
      const simulation = await lookOnce(looks, 'simulation', { ...subject, dbUser }, known.observations);
      const isTaken = await takesToken(probes, { ...asked, subject: { ...subject, dbUser } });
      return candidateOf(dbUser, own, simulation, isTaken);
    });
    const found = await some(asking, AT_ONCE);
    const observations: Observations = { ...known.observations, policies };
    return {
      candidates: found.flatMap((one) => one ?? []),
      wildcards: [...own.wildcards],
      notLookedAt: notLookedAt(observations).slice(0, 16),
    };
  } finally {
    looks.stop();
  }
}

interface OwnUsers {
  readonly users: readonly string[];
  readonly wildcards: readonly string[];
  /** Whether the policies allow a user, by name or by a wildcard. */
  readonly allows: (dbUser: string) => boolean;
  /** Whether nothing that could be read says otherwise. */
  readonly isComplete: boolean;
}

const NOTHING_READ: OwnUsers = { users: [], wildcards: [], allows: () => false, isComplete: false };

function ownUsers(policies: Observation<PoliciesSeen>, { facts, arn }: Known): OwnUsers {
  const found = facts === null ? null : policyDatabaseOf(facts);
  if (policies.outcome !== 'seen' || found?.ok !== true) return NOTHING_READ;
  const database = found.value;
  const documents = policies.value.policies.map(({ document }) => document);
  const context = policyContextOf(arn);
  return {
    ...allowedUsers(documents, database, context),
    allows: (dbUser) =>
      evaluatePolicies(documents, { ...questionOf({ database, dbUser }), context }) === 'allowed',
    isComplete: policies.value.isComplete && policies.value.boundary === null,
  };
}

/**
 * How the database wants this user to log in; null where it cannot be asked. MySQL and MariaDB are not: they count each
 * connection that is ended here, and block a host after a hundred of them (`max_connect_errors`).
 */
async function takesToken(
  probes: SignInAsPorts['probes'],
  { subject, caFile }: Pick<Asked, 'subject' | 'caFile'>,
): Promise<'yes' | 'perhaps' | 'no' | null> {
  if (subject.family !== 'postgres' || subject.service === 'dsql') return null;
  const looks = probes({ caFile, reported: null });
  try {
    const reach = await lookOnce(looks, 'reach', subject, {});
    if (reach.outcome !== 'seen' || reach.value.state !== 'connected') return null;
    const tls = await lookOnce(looks, 'tls', subject, { reach });
    if (tls.outcome !== 'seen' || tls.value.state !== 'verified') return null;
    const asks = seen(
      { authentication: await lookOnce(looks, 'authentication', subject, { reach, tls }) },
      'authentication',
    );
    if (asks === null || asks.asks === 'nothing') return null;
    return asks.asks === 'token' ? 'yes' : asks.asks === 'perhaps-token' ? 'perhaps' : 'no';
  } finally {
    looks.stop();
  }
}

/** Null for somebody whom IAM or the database surely does not let in, and for whom nothing speaks. */
function candidateOf(
  dbUser: string,
  own: OwnUsers,
  simulation: Observations['simulation'],
  taken: 'yes' | 'perhaps' | 'no' | null,
): SignInCandidate | null {
  const decision = simulation?.outcome === 'seen' ? simulation.value.decision : null;
  if (taken === 'no' || (decision !== null && decision !== 'allowed')) return null;
  const isOwn = own.allows(dbUser);
  const sources = [
    ...(isOwn ? (['policy'] as const) : []),
    ...(decision === 'allowed' ? (['simulation'] as const) : []),
    ...(taken === 'yes' ? (['database'] as const) : []),
  ];
  if (sources.length === 0) return null;
  const isAllowed = decision === 'allowed' || (isOwn && own.isComplete);
  return { dbUser, sources, certainty: isAllowed && taken === 'yes' ? 'certain' : 'likely' };
}

/** Does things, so many at a time; their results in order. */
async function some<T>(tasks: readonly (() => Promise<T>)[], atOnce: number): Promise<readonly T[]> {
  const results: T[] = [];
  for (let at = 0; at < tasks.length; at += atOnce) {
    results.push(...(await Promise.all(tasks.slice(at, at + atOnce).map((task) => task()))));
  }
  return results;
}
