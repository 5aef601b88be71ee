import type { DescriptionSeen, Observation } from './observations.ts';
import { partitionOf, type DatabaseFacts, type Subject } from './subject.ts';

/**
 * What is known of a cluster of Aurora DSQL without a call: its host begins with its identifier, which is its resource
 * ID, IAM is its only login, and it works within the account of whoever signs.
 * https://docs.aws.amazon.com/aurora-dsql/latest/userguide/authentication-authorization.html
 */
export function dsqlFactsOf({ address, region, known }: Subject, account: string | null): DatabaseFacts {
  const [identifier = ''] = address.host.split('.');
  return {
    kind: 'dsql',
    partition: partitionOf({ region }, null),
    region,
    account: known?.account ?? account,
    resourceId: identifier,
    clusterResourceId: null,
    identifier,
    names: [identifier, address.host],
    instanceIds: [],
    formerIds: [],
    address,
    status: 'available',
    iam: true,
    iamPending: false,
    masterUser: null,
    isPublic: null,
    proxy: null,
  };
}

/** The same as an observation. */
export function dsqlFacts(subject: Subject): Observation<DescriptionSeen> {
  return { outcome: 'seen', value: { state: 'found', facts: dsqlFactsOf(subject, null) } };
}
