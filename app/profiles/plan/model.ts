import type { ConfigFile } from '../config-files/model.ts';

/** What a role may be assumed with that no file holds: `credential_source`. */
export type MachineSource = 'Environment' | 'EcsContainer' | 'Ec2InstanceMetadata';

/** Where a profile's credentials start. `profile` is the one whose settings say so. No secret is in it. */
export type Leaf =
  | {
      readonly kind: 'keys';
      readonly profile: string;
      readonly file: ConfigFile;
      readonly temporary: boolean;
    }
  | {
      readonly kind: 'sso';
      readonly profile: string;
      /** The name of its `sso-session`; null where the profile itself says how to sign in. */
      readonly session: string | null;
      readonly startUrl: string;
      readonly region: string;
      readonly accountId: string;
      readonly roleName: string;
      readonly scopes: string | null;
    }
  | { readonly kind: 'process'; readonly profile: string }
  | { readonly kind: 'login'; readonly profile: string; readonly session: string }
  | {
      readonly kind: 'web-identity';
      readonly profile: string;
      readonly roleArn: string;
      readonly tokenFile: string;
      readonly roleSessionName: string | null;
    }
  | { readonly kind: 'machine'; readonly profile: string; readonly source: MachineSource };

/** With whose credentials a role is assumed. */
export type RoleSource =
  | { readonly kind: 'profile'; readonly profile: string }
  | { readonly kind: 'machine'; readonly source: MachineSource };

/** `AssumeRole`: with the credentials that there are so far, a profile becomes its role. */
export interface RoleHop {
  readonly kind: 'role';
  readonly profile: string;
  readonly source: RoleSource;
  readonly roleArn: string;
  readonly roleSessionName: string | null;
  readonly externalId: string | null;
  /** In seconds; null leaves it to AWS. */
  readonly durationSeconds: number | null;
  readonly mfaSerial: string | null;
}

/** `GetSessionToken`: a profile with long-lived keys, an `mfa_serial` and no role gets session keys. */
export interface SessionHop {
  readonly kind: 'session';
  readonly profile: string;
  readonly mfaSerial: string;
}

/** A call to STS that makes other credentials of those before it. */
export type Hop = RoleHop | SessionHop;

/** How a profile comes to its credentials. */
export interface Plan {
  readonly profile: string;
  readonly leaf: Leaf;
  /** From the leaf to the profile, in the order of the calls. */
  readonly hops: readonly Hop[];
  /** What the profiles on the way hold and is not used, in words. */
  readonly unused: readonly string[];
}

/** Why there is no plan, or no way to reach AWS, for a profile. */
export type RefusalCode =
  | 'profile-missing'
  /** The AWS CLI refuses the file for the section. */
  | 'section-faulty'
  | 'no-credentials'
  | 'part-missing'
  /** A profile, an SSO session or a `services` section that is named and not there. */
  | 'reference-missing'
  | 'loop'
  /** It is unclear who would sign. */
  | 'contradiction'
  | 'value-invalid'
  /** A person has to say whether what others can read may be sent there. */
  | 'endpoint-unconfirmed';

/** Why there is no plan for a profile. */
export interface Refusal {
  readonly code: RefusalCode;
  /** What is wrong, one sentence. */
  readonly message: string;
  /** What to do, one sentence. */
  readonly hint: string;
  /** Where; null where nothing is written that could be pointed at. */
  readonly at: { readonly file: ConfigFile; readonly line: number } | null;
  /** The addresses that a person can confirm, for `endpoint-unconfirmed`. */
  readonly addresses?: readonly string[];
}

/** A value, or why there is none. */
export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Refusal };
