import type { Observation, PoliciesSeen } from '../observations.ts';
import type { PolicyDocument } from '../policy/document.ts';
import type { Principal } from '../policy/principal.ts';
import { readPolicy } from '../policy/read.ts';
import type { IamReads, PolicyHolder } from './ports.ts';

/** How many policies are read at most: IAM attaches some twenty to an identity. */
const MAX_POLICIES = 60;

type NamedPolicy = PoliciesSeen['policies'][number];

/** A policy as IAM keeps it, percent-encoded; null for one that cannot be read. */
export function decodePolicy(encoded: string): PolicyDocument | null {
  try {
    const policy = readPolicy(decodeURIComponent(encoded));
    return policy.ok ? policy.value : null;
  } catch {
    return null;
  }
}

/**
 * Reads an identity's own policies, as far as they may be read.
 *
 * @returns what was seen, and whether it is all; `not-allowed` where nothing may be read
 */
export async function readOwnPolicies(
  iam: IamReads,
  principal: Principal,
): Promise<Observation<PoliciesSeen>> {
  const holder = holderOf(principal);
  if (holder === null) return { outcome: 'skipped' };
  const missed: Observation<unknown>[] = [];
  /** What was seen, or nothing, of which a note is kept. */
  const orNothing = <T>(observation: Observation<T>): T | null => {
    if (observation.outcome === 'seen') return observation.value;
    missed.push(observation);
    return null;
  };
  const groups = holder.kind === 'user' ? (orNothing(await iam.groupsOf(holder.name)) ?? []) : [];
  const holders = [holder, ...groups.map((name): PolicyHolder => ({ kind: 'group', name }))];
  const boundary = iam.boundaryArn(holder);
  const found = await Promise.all(
    holders.map(async (one) => {
      const [inline, attached] = await Promise.all([iam.inlinePolicies(one), iam.attachedPolicies(one)]);
      return [
        ...(orNothing(inline) ?? []).map((name) => ({ name, read: () => iam.inlinePolicy(one, name) })),
        ...(orNothing(attached) ?? []).map((arn) => ({
          name: lastOf(arn),
          read: () => iam.managedPolicy(arn),
        })),
      ];
    }),
  );
  const all = found.flat();
  const policies = await Promise.all(
    all.slice(0, MAX_POLICIES).map(async ({ name, read }): Promise<NamedPolicy[]> => {
      const document = orNothing(await read());
      const decoded = document === null ? null : decodePolicy(document);
      if (document !== null && decoded === null) missed.push({ outcome: 'failed', message: name });
      return decoded === null ? [] : [{ name, document: decoded }];
    }),
  );
  const boundaryArn = orNothing(await boundary);
  const bounding = boundaryArn === null ? null : orNothing(await iam.managedPolicy(boundaryArn));
  const seen = policies.flat();
  const [denied] = missed.flatMap((one) => (one.outcome === 'not-allowed' ? [one] : []));
  if (seen.length === 0 && denied !== undefined) return denied;
  return {
    outcome: 'seen',
    value: {
      policies: seen,
      boundary: bounding === null ? null : decodePolicy(bounding),
      isComplete: missed.length === 0 && all.length <= MAX_POLICIES,
    },
  };
}

function holderOf(principal: Principal): PolicyHolder | null {
  switch (principal.kind) {
    case 'user':
    case 'role':
      return { kind: principal.kind, name: principal.name };
    case 'permission-set':
      return { kind: 'role', name: principal.role };
    default:
      return null;
  }
}

/** A managed policy's name, the last part of its ARN. */
function lastOf(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}
