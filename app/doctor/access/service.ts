import { fail, succeed, type Result } from '../../common/result.ts';
import { plainJson } from '../../common/text/literals.ts';
import { principalArns } from '../aws/simulation.ts';
import { factsOf } from '../diagnose.ts';
import type { SqlTexts } from '../model.ts';
import type { CheckId, Observation, Observations, Seen } from '../observations.ts';
import { seen } from '../observations.ts';
import { CHECKS } from '../checks/table.ts';
import { checkPolicy } from '../policy/check.ts';
import { policyDatabaseOf, type PolicyDatabase } from '../policy/database.ts';
import { notesOn, type GrantedUsers } from '../policy/document.ts';
import { principalOf } from '../policy/principal.ts';
import { readPolicy } from '../policy/read.ts';
import { connectPolicies, fitsAs, policySize } from '../policy/size.ts';
import type { Probes } from '../ports.ts';
import { policyTextsOf, sqlTextsOf } from '../report.ts';
import { createIamUser, switchToIam } from '../sql/iam-user.ts';
import type { Asked } from '../subject-for.ts';
import { sqlEngineOf, type DatabaseFacts, type Subject } from '../subject.ts';
import type { ProbesFor } from '../answers/service.ts';
import type { CheckedPolicyTexts, Grants } from './model.ts';

/** What is known of who signs and of the database. */
export interface Known {
  readonly facts: DatabaseFacts | null;
  /** The identity as STS names it; null where nobody knows. */
  readonly arn: string | null;
  readonly observations: Observations;
}

/** What finding that out takes. */
export interface AccessPorts {
  readonly probes: (run: ProbesFor) => Probes;
  /** What the last run about a subject has seen. */
  readonly lastSeen: (
    key: string,
  ) => { readonly asked: Asked; readonly progress: { readonly observations: Observations } } | null;
}

/** Runs one check for a subject, outside a run. */
export async function lookOnce<Check extends CheckId>(
  probes: Probes,
  check: Check,
  subject: Subject,
  observations: Observations,
): Promise<Observation<Seen[Check]>> {
  return probes.run(check, { subject, observations, limitMs: CHECKS[check].limitMs });
}

/** Makes what hands over policies and SQL, and looks through those of others. */
export function createAccess({ probes, lastSeen }: AccessPorts) {
  /** Who signs and what the database is: from the last run where that has seen it, else AWS is asked. */
  async function knownOf({ key, subject, caFile }: Asked): Promise<Known> {
    const last = lastSeen(key);
    const before = last?.asked.subject.profile === subject.profile ? last.progress.observations : {};
    if (seen(before, 'caller')?.state === 'known' && seen(before, 'description') !== null) {
      return known(subject, before);
    }
    const looks = probes({ caFile, reported: null });
    try {
      const credentials = await lookOnce(looks, 'credentials', subject, {});
      const [caller, description] = await Promise.all([
        lookOnce(looks, 'caller', subject, { credentials }),
        lookOnce(looks, 'description', subject, { credentials }),
      ]);
      return known(subject, { credentials, caller, description });
    } finally {
      looks.stop();
    }
  }

  /** The database as a policy names it: `access-denied` where its resource ID is not known, with what would tell it. */
  function databaseOf(facts: DatabaseFacts | null): Result<PolicyDatabase> {
    if (facts !== null) return policyDatabaseOf(facts);
    return fail(
      'access-denied',
      'AWS does not tell the resource ID of this database, and a policy must name it.',
      {
        hint: 'Use a profile of its account that is allowed rds:DescribeDBInstances and rds:DescribeDBClusters.',
      },
    );
  }

  return {
    knownOf,
    /** The policy for these users; `access-denied` where the resource ID is not known. */
    async policy(asked: Asked, users: GrantedUsers): Promise<Result<Grants>> {
      const { facts, arn } = await knownOf(asked);
      const database = databaseOf(facts);
      if (!database.ok) return database;
      const documents = connectPolicies([database.value], users);
      const [longest] = documents.toSorted((a, b) => policySize(b) - policySize(a));
      if (longest === undefined) return fail('internal', 'There is no policy.');
      const { name, region } = asked.subject;
      const names = users.kind === 'users' ? users.names : [];
      const principal = arn === null ? null : principalOf(arn);
      return succeed({
        policies: documents.map((document) =>
          policyTextsOf(document, principal, { name, region, users: names, reason: '' }),
        ),
        notes: notesOn([database.value], users).map(({ message }) => message),
        size: policySize(longest),
        fits: [...fitsAs(longest)],
      });
    },
    /** SQL for the subject's user: a new one, or one who exists. `invalid-input` for a name that cannot be. */
    async sql(asked: Asked, kind: 'create' | 'switch'): Promise<Result<SqlTexts>> {
      const { facts, arn } = await knownOf(asked);
      const order = {
        engine: sqlEngineOf(asked.subject),
        user: asked.subject.dbUser,
        masterUser: facts?.masterUser ?? null,
        identityArn: (arn === null ? null : principalArns(arn, null).at(-1)) ?? 'ARN-OF-THE-ROLE',
      };
      const made = kind === 'create' ? createIamUser(order) : switchToIam(order);
      return made.ok ? succeed(sqlTextsOf(made.value)) : made;
    },
    /** Looks through a pasted policy; `invalid-input` for what is none. */
    async checkPolicy(asked: Asked, text: string): Promise<Result<CheckedPolicyTexts>> {
      const document = readPolicy(text);
      if (!document.ok) return document;
      const { facts } = await knownOf(asked);
      const database = databaseOf(facts);
      if (!database.ok) return database;
      const { names = [], instanceIds = [], formerIds = [] } = facts ?? {};
      const { dbUser } = asked.subject;
      const target = { database: database.value, dbUser, names, instanceIds, formerIds };
      const { findings, corrected, before, after } = checkPolicy(document.value, target);
      return succeed({
        findings: findings.slice(0, 500).map(({ message, before: was, after: now }) => ({
          message,
          before: was,
          after: now,
        })),
        corrected: plainJson(corrected),
        before,
        after,
      });
    },
  };
}

function known(subject: Subject, observations: Observations): Known {
  const caller = seen(observations, 'caller');
  return {
    facts: factsOf(subject, observations),
    arn: caller?.state === 'known' ? caller.arn : null,
    observations,
  };
}
