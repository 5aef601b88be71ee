import { succeed, type Result } from '../../app/common/result.ts';
import type { Observation, PoliciesSeen, Seen, SimulatedDecision } from '../../app/doctor/observations.ts';
import type { PolicyDocument, PolicyStatement } from '../../app/doctor/policy/document.ts';
import type { DatabaseFacts } from '../../app/doctor/subject.ts';
import type { Credentials } from '../../app/profiles/model.ts';
import type { ProbesNeed } from '../../main/doctor/probes.ts';
import { allows } from '../sandbox/identity.ts';

/** What IAM and RDS hold about one identity and one database. */
export interface AwsState {
  facts: DatabaseFacts | null;
  policies: readonly { readonly name: string; readonly document: PolicyDocument }[];
  boundary: PolicyDocument | null;
  /** The organization's policies; null where there is no organization. */
  organization: PolicyDocument | null;
  /** Whether every read is denied. */
  isBlind: boolean;
}

/** Keys that a token's request does not have, as AWS's user guide lists them. */
const ABSENT_KEYS = [
  'aws:SourceIp',
  'aws:SourceVpc',
  'aws:SourceVpce',
  'aws:VpcSourceIp',
  'aws:UserAgent',
  'aws:Referer',
];

/** A stand-in for IAM's evaluation, written apart from Latchkey's own: patterns, and conditions that never hold. */
function decide(documents: readonly PolicyDocument[], arn: string): SimulatedDecision {
  const covers = ({ Action, Resource, Condition }: PolicyStatement): boolean =>
    allows([Action ?? []].flat(), 'rds-db:connect') &&
    allows([Resource ?? []].flat(), arn) &&
    !keysOf(Condition).some((key) => ABSENT_KEYS.includes(key));
  const statements = documents.flatMap(({ Statement }) => Statement);
  if (statements.some((one) => one.Effect === 'Deny' && covers(one))) return 'explicit-deny';
  return statements.some((one) => one.Effect === 'Allow' && covers(one)) ? 'allowed' : 'implicit-deny';
}

function keysOf(condition: PolicyStatement['Condition']): readonly string[] {
  return Object.values(condition ?? {}).flatMap((keys) => Object.keys(keys));
}

/** Whether everything together lets the identity connect to the exact ARN. */
export function isAllowed(state: AwsState, arn: string): boolean {
  const layers = [
    state.policies.map(({ document }) => document),
    ...[state.boundary, state.organization].flatMap((one) => (one === null ? [] : [[one]])),
  ];
  return layers.every((documents) => decide(documents, arn) === 'allowed');
}

/** The reads of AWS, answered out of the state. */
export function awsLooks(state: AwsState): ProbesNeed['aws'] {
  const denied = (permission: string): Observation<never> => ({ outcome: 'not-allowed', permission });
  const saw = <T>(value: T): Observation<T> => ({ outcome: 'seen', value });
  return {
    description: async () => {
      if (state.isBlind) return denied('rds:DescribeDBInstances');
      return saw<Seen['description']>(
        state.facts === null ? { state: 'missing' } : { state: 'found', facts: state.facts },
      );
    },
    simulation: async ({ subject }) => {
      const facts = state.facts ?? subject.known;
      if (state.isBlind || facts === null) return denied('iam:SimulatePrincipalPolicy');
      const arn = `arn:aws:rds-db:${facts.region}:${facts.account ?? ''}:dbuser:${facts.resourceId ?? ''}/${subject.dbUser}`;
      const documents = state.policies.map(({ document }) => document);
      const own = decide(documents, arn);
      const boundaryAllows = state.boundary === null ? null : decide([state.boundary], arn) === 'allowed';
      const withoutOrganization = boundaryAllows === false && own === 'allowed' ? 'implicit-deny' : own;
      const organization = state.organization === null ? 'allowed' : decide([state.organization], arn);
      const decision = organization === 'allowed' ? withoutOrganization : organization;
      const conditions = documents.flatMap(({ Statement }) =>
        Statement.flatMap((one) => keysOf(one.Condition)),
      );
      return saw({ decision, withoutOrganization, boundaryAllows, missingKeys: [...new Set(conditions)] });
    },
    policies: async () => {
      if (state.isBlind) return denied('iam:GetRole');
      const { policies, boundary } = state;
      return saw<PoliciesSeen>({ policies, boundary, isComplete: true });
    },
  };
}

/** Credentials that are there. */
export function credentialsOf(identity: {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}): Result<Credentials> {
  const { accessKeyId, secretAccessKey, sessionToken = null } = identity;
  const expiry = { kind: 'at', time: Date.now() + 3_600_000 } as const;
  return succeed({ accessKeyId, secretAccessKey, sessionToken, expiry });
}
