import type { Observation } from '../observations.ts';

/** Who has policies in IAM. */
export interface PolicyHolder {
  readonly kind: 'user' | 'role' | 'group';
  readonly name: string;
}

/** What IAM is asked about the exact ARN of a connection. */
export interface SimulationQuery {
  /** The user or role, as an ARN of IAM with its path. */
  readonly principalArn: string;
  readonly action: string;
  readonly resource: string;
  /** Leaves the organization's policies out (`PolicyExclusionList`). */
  readonly withoutOrganization: boolean;
}

/**
 * IAM's reads. Each may be allowed or denied by itself, ends within the limit of its check, and never rejects. Policies
 * are given as IAM keeps them, percent-encoded.
 */
export interface IamReads {
  /** A role's ARN with its path (GetRole). */
  roleArn(name: string): Promise<Observation<string>>;
  /** The ARN of the permissions boundary (GetUser, GetRole); null where there is none. */
  boundaryArn(holder: PolicyHolder): Promise<Observation<string | null>>;
  /** Names of the inline policies. */
  inlinePolicies(holder: PolicyHolder): Promise<Observation<readonly string[]>>;
  inlinePolicy(holder: PolicyHolder, name: string): Promise<Observation<string>>;
  /** ARNs of the managed policies. */
  attachedPolicies(holder: PolicyHolder): Promise<Observation<readonly string[]>>;
  /** The version of a managed policy that holds (GetPolicy, GetPolicyVersion). */
  managedPolicy(arn: string): Promise<Observation<string>>;
  groupsOf(user: string): Promise<Observation<readonly string[]>>;
  /** SimulatePrincipalPolicy: its answer as it came, which is read by `readSimulation`. */
  simulate(query: SimulationQuery): Promise<Observation<unknown>>;
}
