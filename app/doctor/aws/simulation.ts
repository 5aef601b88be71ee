import { z } from 'zod';
import { parseArn } from '../arn.ts';
import type { Observation, SimulatedDecision, SimulationSeen } from '../observations.ts';
import type { PolicyQuestion } from '../policy/evaluate.ts';
import { principalOf } from '../policy/principal.ts';
import type { IamReads } from './ports.ts';

const resourceResult = z.object({
  EvalResourceDecision: z.string(),
  MissingContextValues: z.array(z.string()).nullish(),
  PermissionsBoundaryDecisionDetail: z
    .object({ AllowedByPermissionsBoundary: z.boolean().nullish() })
    .nullish(),
});

/**
 * The part of an answer that counts. The decision is that on the resource: what stands above it is a template.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html
 */
const answer = z.object({
  EvaluationResults: z
    .array(
      z.object({
        EvalDecision: z.string(),
        MissingContextValues: z.array(z.string()).nullish(),
        PermissionsBoundaryDecisionDetail: z
          .object({ AllowedByPermissionsBoundary: z.boolean().nullish() })
          .nullish(),
        ResourceSpecificResults: z.array(resourceResult).nullish(),
      }),
    )
    .min(1),
});

const DECISIONS: Readonly<Record<string, SimulatedDecision>> = {
  allowed: 'allowed',
  explicitDeny: 'explicit-deny',
  implicitDeny: 'implicit-deny',
};

/** What an answer of the simulator says of one resource; null for an answer of another form. */
export function readSimulation(
  said: unknown,
): Pick<SimulationSeen, 'decision' | 'boundaryAllows' | 'missingKeys'> | null {
  const parsed = answer.safeParse(said);
  const [result] = parsed.success ? parsed.data.EvaluationResults : [];
  if (result === undefined) return null;
  const [resource] = result.ResourceSpecificResults ?? [];
  const decision = DECISIONS[resource?.EvalResourceDecision ?? result.EvalDecision];
  if (decision === undefined) return null;
  const boundary = resource?.PermissionsBoundaryDecisionDetail ?? result.PermissionsBoundaryDecisionDetail;
  return {
    decision,
    boundaryAllows: boundary?.AllowedByPermissionsBoundary ?? null,
    missingKeys: resource?.MissingContextValues ?? result.MissingContextValues ?? [],
  };
}

/**
 * ARNs of IAM that a caller may have, the likeliest first: a session's ARN has lost the role's path, without which IAM
 * does not find it. Identity Center puts its roles under a path of its own, with its region or without.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 *
 * @param ssoRegion where Identity Center is; null where the profile does not say
 */
export function principalArns(callerArn: string, ssoRegion: string | null): readonly string[] {
  const principal = principalOf(callerArn);
  const partition = parseArn(callerArn)?.partition ?? 'aws';
  if (principal === null) return [];
  const role = (path: string): string => `arn:${partition}:iam::${principal.account}:role/${path}`;
  switch (principal.kind) {
    case 'user':
      return [callerArn];
    case 'role':
      return callerArn.includes(':role/') ? [callerArn] : [role(principal.name)];
    case 'permission-set': {
      const reserved = 'aws-reserved/sso.amazonaws.com';
      const regional = ssoRegion === null ? [] : [role(`${reserved}/${ssoRegion}/${principal.role}`)];
      return [...regional, role(`${reserved}/${principal.role}`)];
    }
    default:
      return [];
  }
}

/** Asks the simulator, and once more without the organization's policies. It costs nothing where it is denied. */
export async function simulate(
  iam: Pick<IamReads, 'simulate' | 'roleArn'>,
  callerArn: string,
  { action, resource }: PolicyQuestion,
  ssoRegion: string | null,
): Promise<Observation<SimulationSeen>> {
  const ask = (principalArn: string, withoutOrganization: boolean): Promise<Observation<unknown>> =>
    iam.simulate({ principalArn, action, resource, withoutOrganization });
  let last: Observation<unknown> = { outcome: 'skipped' };
  for (const principalArn of await likeliestArns(iam, callerArn, ssoRegion)) {
    const [whole, without] = await Promise.all([ask(principalArn, false), ask(principalArn, true)]);
    last = whole;
    if (whole.outcome === 'seen') {
      const seen = readSimulation(whole.value);
      if (seen === null) return { outcome: 'failed', message: 'IAM’s answer has a form that is not known.' };
      // simulators of before 2026-07 refuse the list of what to leave out
      const read = without.outcome === 'seen' ? readSimulation(without.value) : null;
      return { outcome: 'seen', value: { ...seen, withoutOrganization: read?.decision ?? null } };
    }
    if (whole.outcome !== 'failed') break;
  }
  return last.outcome === 'seen' ? { outcome: 'skipped' } : last;
}

async function likeliestArns(
  iam: Pick<IamReads, 'roleArn'>,
  callerArn: string,
  ssoRegion: string | null,
): Promise<readonly string[]> {
  const guessed = principalArns(callerArn, ssoRegion);
  const principal = principalOf(callerArn);
  if (principal?.kind !== 'role' && principal?.kind !== 'permission-set') return guessed;
  const name = principal.kind === 'role' ? principal.name : principal.role;
  const told = await iam.roleArn(name);
  return told.outcome === 'seen' ? [told.value] : guessed;
}
