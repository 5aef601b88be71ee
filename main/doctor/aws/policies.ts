import { IAMClient } from '@aws-sdk/client-iam';
import type { IamReads } from '../../../app/doctor/aws/ports.ts';
import { readOwnPolicies } from '../../../app/doctor/aws/own-policies.ts';
import { simulate } from '../../../app/doctor/aws/simulation.ts';
import { factsOf } from '../../../app/doctor/diagnose.ts';
import { seen, type Observation } from '../../../app/doctor/observations.ts';
import type { CheckOrder } from '../../../app/doctor/ports.ts';
import { questionOf } from '../../../app/doctor/policy/check.ts';
import { principalOf } from '../../../app/doctor/policy/principal.ts';
import { policyTargetOf } from '../../../app/doctor/subject.ts';
import type { Credentials } from '../../../app/profiles/model.ts';
import type { AwsLook } from '../probes.ts';
import type { LookOptions } from './ask.ts';
import { iamReads } from './iam-reads.ts';

/** @param ssoRegion where a profile's IAM Identity Center is; null where it has none */
export type SsoRegionOf = (profile: string) => Promise<string | null>;

const SKIPPED = { outcome: 'skipped' } as const;

/** Asks IAM's simulator about the exact ARN. */
export function simulatePolicies(options: LookOptions, ssoRegionOf: SsoRegionOf): AwsLook<'simulation'> {
  return async (order, credentials, signal) => {
    const { subject, observations } = order;
    const target = policyTargetOf(subject, factsOf(subject, observations));
    const arn = callerArn(order);
    if (target === null || arn === null) return SKIPPED;
    const ssoRegion = await ssoRegionOf(subject.profile);
    return withIam(options, order, credentials, signal, (iam) =>
      simulate(iam, arn, questionOf(target), ssoRegion),
    );
  };
}

/** Reads the identity's own policies, as far as they may be read. */
export function ownPolicies(options: LookOptions): AwsLook<'policies'> {
  return async (order, credentials, signal) => {
    const arn = callerArn(order);
    const principal = arn === null ? null : principalOf(arn);
    if (principal === null) return SKIPPED;
    return withIam(options, order, credentials, signal, (iam) => readOwnPolicies(iam, principal));
  };
}

function callerArn({ observations }: CheckOrder): string | null {
  const caller = seen(observations, 'caller');
  return caller?.state === 'known' ? caller.arn : null;
}

async function withIam<T>(
  options: LookOptions,
  order: CheckOrder,
  credentials: Credentials,
  signal: AbortSignal,
  use: (iam: IamReads) => Promise<Observation<T>>,
): Promise<Observation<T>> {
  const client = new IAMClient(await options('iam', order, credentials));
  try {
    return await use(iamReads(client, signal));
  } finally {
    client.destroy();
  }
}
