import { createHash } from 'node:crypto';
import { documentOf } from './document.ts';
import type { NamedDocument, Policies } from './evaluate.ts';
import type { Context } from './pattern.ts';

/** A kind of what policies are put on, as IAM's actions name it. */
export type HolderKind = 'Role' | 'User' | 'Group';

/** A role, a user or a group, with its policies. */
export interface Holder {
  readonly kind: HolderKind;
  readonly name: string;
  /** Begins and ends with a slash. */
  readonly path: string;
  /** `AROA…`, `AIDA…` or `AGPA…`. */
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  /** Inline policies by name, as JSON. */
  readonly inline: Map<string, string>;
  /** ARNs of managed policies. */
  readonly attached: Set<string>;
  /** The ARN of a managed policy; null where there is none. */
  boundary: string | null;
  /** Names of the groups that a user is in. */
  readonly groups: Set<string>;
  readonly tags: Map<string, string>;
}

/** A managed policy, all versions of it. */
export interface ManagedPolicy {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly id: string;
  /** JSON by the version's ID, `v1` first. */
  readonly versions: Map<string, string>;
  defaultVersion: string;
}

/** What IAM keeps of some accounts. Mutable, as IAM is. */
export interface IamAccounts {
  readonly holders: Holder[];
  readonly managed: Map<string, ManagedPolicy>;
  /** The organization's policies as JSON, by account; an account without them is in no organization. */
  readonly organization: Map<string, string[]>;
  /** The aliases of accounts; one at most has each. */
  readonly aliases: Map<string, string>;
}

/** Nothing yet. */
export function noAccounts(): IamAccounts {
  return { holders: [], managed: new Map(), organization: new Map(), aliases: new Map() };
}

/** What a new holder must say; the rest is as IAM would make it. */
export interface NewHolder {
  readonly kind: HolderKind;
  readonly name: string;
  readonly account: string;
  readonly partition?: string;
  readonly path?: string;
  /** Inline policies by name. */
  readonly inline?: Readonly<Record<string, object>>;
  readonly boundary?: string;
  readonly groups?: readonly string[];
  readonly attached?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

const ID_PREFIX: Record<HolderKind, string> = { Role: 'AROA', User: 'AIDA', Group: 'AGPA' };

/** Adds a role, a user or a group. */
export function addHolder(iam: IamAccounts, row: NewHolder): Holder {
  const { kind, name, account, partition = 'aws', path = '/', inline = {}, boundary = null } = row;
  const arn = `arn:${partition}:iam::${account}:${kind.toLowerCase()}${path}${name}`;
  const holder: Holder = {
    kind,
    name,
    path,
    id: ID_PREFIX[kind] + upperId(arn),
    arn,
    account,
    inline: new Map(Object.entries(inline).map(([policy, text]) => [policy, JSON.stringify(text, null, 2)])),
    attached: new Set(row.attached),
    boundary,
    groups: new Set(row.groups),
    tags: new Map(Object.entries(row.tags ?? {})),
  };
  iam.holders.push(holder);
  return holder;
}

/** Adds a managed policy with its first version. */
export function addManaged(iam: IamAccounts, arn: string, json: string): ManagedPolicy {
  const parts = arn.slice(arn.indexOf(':policy/') + ':policy'.length).split('/');
  const policy: ManagedPolicy = {
    arn,
    name: parts.at(-1) ?? '',
    path: `${parts.slice(0, -1).join('/')}/`,
    id: `ANPA${upperId(arn)}`,
    versions: new Map([['v1', json]]),
    defaultVersion: 'v1',
  };
  iam.managed.set(arn, policy);
  return policy;
}

/** Somebody by name. */
export function holderNamed(
  iam: IamAccounts,
  account: string,
  kind: HolderKind,
  name: string,
): Holder | undefined {
  return iam.holders.find((one) => one.account === account && one.kind === kind && one.name === name);
}

/** The version of a managed policy that holds, as JSON. */
export function defaultVersionOf(iam: IamAccounts, arn: string): string | undefined {
  const policy = iam.managed.get(arn);
  return policy?.versions.get(policy.defaultVersion);
}

/** All that decides over a role or user, without a session. */
export function policiesOf(iam: IamAccounts, holder: Holder): Policies {
  const groups = [...holder.groups].flatMap((name) => holderNamed(iam, holder.account, 'Group', name) ?? []);
  const boundary = holder.boundary === null ? undefined : defaultVersionOf(iam, holder.boundary);
  const organization = iam.organization.get(holder.account);
  return {
    own: [holder, ...groups].flatMap((one) => documentsOf(iam, one)),
    boundary: boundary === undefined ? null : documentOf(boundary),
    organization: organization?.map(documentOf) ?? null,
    session: null,
  };
}

function documentsOf(iam: IamAccounts, { kind, name, inline, attached }: Holder): NamedDocument[] {
  return [
    ...[...inline].map(([policy, json]) => ({
      id: `${kind.toLowerCase()}_${name}_${policy}`,
      document: documentOf(json),
    })),
    ...[...attached].flatMap((arn) => {
      const json = defaultVersionOf(iam, arn);
      const id = iam.managed.get(arn)?.name ?? arn;
      return json === undefined ? [] : [{ id, document: documentOf(json) }];
    }),
  ];
}

/**
 * What IAM knows of somebody whatever is asked.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 *
 * @param userId as STS tells it
 */
export function principalContext({ kind, arn, account, name, tags }: Holder, userId: string): Context {
  return new Map([
    ['aws:principalarn', [arn]],
    ['aws:principalaccount', [account]],
    ['aws:principaltype', [kind === 'User' ? 'User' : 'AssumedRole']],
    ['aws:userid', [userId]],
    ...(kind === 'User' ? [['aws:username', [name]] as const] : []),
    ...[...tags].map(([key, value]) => [`aws:principaltag/${key.toLowerCase()}`, [value]] as const),
  ]);
}

function upperId(seed: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const digest = createHash('sha256').update(seed).digest();
  return [...digest.subarray(0, 17)].map((byte) => letters[byte % 32] ?? '').join('');
}
