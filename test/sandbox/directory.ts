import { randomBytes } from 'node:crypto';
import { DEV, PROD } from './account.ts';
import {
  addHolder,
  noAccounts,
  policiesOf,
  principalContext,
  type Holder,
  type IamAccounts,
} from './iam/account.ts';
import { readDocument, type Document } from './iam/document.ts';
import { evaluate } from './iam/evaluate.ts';
import type { Identity } from './identity.ts';
import { makeMfaDevice, type MfaDevice } from './mfa-device.ts';

/** A role that callers of the sandbox may assume. */
export interface Role {
  readonly holder: Holder;
  /** Whether only a session with MFA may assume it. */
  readonly needsMfa?: boolean;
}

/** The identities that the sandbox knows, and how STS adds to them. What they may do, IAM's policies say. */
export interface Directory {
  readonly iam: IamAccounts;
  readonly find: (accessKeyId: string) => Identity | undefined;
  /** Every identity, in the order in which its keys were issued. */
  readonly issued: () => readonly Identity[];
  readonly role: (arn: string) => Role | undefined;
  /**
   * Issues session credentials for a role: a new key, and a session token of about 1,000 bytes.
   *
   * @param session what it is called, when it ends in milliseconds since the epoch, and the policy that narrows it
   */
  readonly assume: (
    role: Role,
    session: { readonly name: string; readonly expiresAt: number; readonly policy?: Document },
  ) => Identity;
  /** Issues session credentials for a user, who may do with them what the user may. */
  readonly session: (
    user: Identity,
    how: { readonly hasMfa: boolean; readonly expiresAt: number },
  ) => Identity;
  /** The MFA device of the user behind `platform-dev`. */
  readonly device: MfaDevice;
  /** Issues long-lived keys of a user. */
  readonly keysFor: (user: Holder) => Identity;
  /** Long-lived keys of the user behind `platform-dev`, who administers that account. */
  readonly developer: Identity;
  /** Session keys behind `legacy`, expired since a day. */
  readonly expired: Identity;
}

/** IAM's alias of the account behind `platform-dev`; the one behind `platform-prod` has none. */
export const DEV_ALIAS = 'acme-platform-dev';
/** The role behind `platform-prod`. */
export const ENGINEER_ROLE = `arn:aws:iam::${PROD}:role/platform-engineer`;
/** The role behind `break-glass`. */
export const BREAK_GLASS_ROLE = `arn:aws:iam::${DEV}:role/break-glass`;
/** The MFA device that {@link BREAK_GLASS_ROLE} asks for. */
export const MFA_SERIAL = `arn:aws:iam::${DEV}:mfa/dana.reyes`;

/** What somebody who looks after databases may see. */
export const READ_ACCESS = {
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Action: [
      'rds:Describe*',
      'dsql:Get*',
      'dsql:List*',
      'account:ListRegions',
      'ec2:Describe*',
      'iam:Get*',
      'iam:List*',
      'iam:Simulate*',
      'logs:FilterLogEvents',
      'cloudwatch:GetMetricData',
    ],
    Resource: '*',
  },
} as const;

const ADMINISTRATION = {
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Action: [
      'rds:*',
      'dsql:*',
      'account:*',
      'ec2:*',
      'iam:*',
      'logs:*',
      'cloudwatch:*',
      'ecs:*',
      'ssm:*',
      'ssmmessages:*',
    ],
    Resource: '*',
  },
};

/** A fresh directory. @param now milliseconds since the epoch; `legacy` has ended a day before */
export function makeDirectory(now: () => number): Directory {
  const iam = noAccounts();
  iam.aliases.set(DEV, DEV_ALIAS);
  const identities = new Map<string, Identity>();

  /** An identity that may do what the holder's policies say at the moment, and its session's. */
  const issue = (
    holder: Holder,
    keys: Pick<Identity, 'accessKeyId' | 'sessionToken' | 'expiresAt'>,
    session: { readonly name: string; readonly policy?: Document } | null,
  ): Identity => {
    const userId = session === null ? holder.id : `${holder.id}:${session.name}`;
    const arn =
      session === null
        ? holder.arn
        : `${holder.arn.replace(/:iam:(.*):role\/.*$/, ':sts:$1:assumed-role')}/${holder.name}/${session.name}`;
    const identity: Identity = {
      ...keys,
      secretAccessKey: randomBytes(30).toString('base64'),
      account: holder.account,
      arn,
      userId,
      may: (action, resource) => {
        const policies = { ...policiesOf(iam, holder), session: session?.policy ?? null };
        const context = new Map([
          ...principalContext(holder, userId),
          ['aws:currenttime', [new Date(now()).toISOString()]] as const,
          ['aws:epochtime', [String(Math.floor(now() / 1_000))]] as const,
        ]);
        return evaluate(policies, { action, resource, context }).decision === 'allowed';
      },
    };
    identities.set(identity.accessKeyId, identity);
    return identity;
  };
  const assume: Directory['assume'] = ({ holder }, { name, expiresAt, policy }) =>
    issue(
      holder,
      {
        accessKeyId: newKeyId('ASIA'),
        sessionToken: newSessionToken(),
        expiresAt,
      },
      { name, ...(policy === undefined ? {} : { policy }) },
    );
  const keysFor = (user: Holder): Identity => issue(user, { accessKeyId: newKeyId('AKIA') }, null);

  const dana = addHolder(iam, {
    kind: 'User',
    name: 'dana.reyes',
    account: DEV,
    inline: {
      administration: ADMINISTRATION,
      databases: connectPolicy(DEV, ['app_readonly', 'app', 'migrations']),
    },
  });
  const legacy = addHolder(iam, {
    kind: 'Role',
    name: 'legacy-deploy',
    account: DEV,
    inline: { databases: connectPolicy(DEV, ['app_readonly']) },
  });
  addHolder(iam, {
    kind: 'Role',
    name: 'platform-engineer',
    account: PROD,
    inline: {
      look: READ_ACCESS,
      databases: connectPolicy(PROD, ['app_readonly', 'app']),
      dsql: dsqlPolicy(PROD),
    },
  });
  addHolder(iam, {
    kind: 'Role',
    name: 'break-glass',
    account: DEV,
    inline: { administration: ADMINISTRATION, databases: connectPolicy(DEV, ['*']) },
  });
  return {
    iam,
    find: (accessKeyId) => identities.get(accessKeyId),
    issued: () => [...identities.values()],
    role: (arn) => {
      const holder = iam.holders.find((one) => one.kind === 'Role' && one.arn === arn);
      if (holder === undefined || holder === legacy) return undefined;
      return { holder, needsMfa: arn === BREAK_GLASS_ROLE };
    },
    assume,
    session(user, how) {
      const keys = {
        accessKeyId: newKeyId('ASIA'),
        secretAccessKey: randomBytes(30).toString('base64'),
        sessionToken: newSessionToken(),
      };
      const identity: Identity = { ...user, ...keys, ...how };
      identities.set(identity.accessKeyId, identity);
      return identity;
    },
    device: makeMfaDevice(MFA_SERIAL),
    keysFor,
    developer: keysFor(dana),
    expired: assume({ holder: legacy }, { name: 'dana.reyes', expiresAt: now() - 86_400_000 }),
  };
}

/** Reads the policy that a session is made with; `undefined` for one that IAM would refuse. */
export function sessionPolicyOf(text: string): Document | undefined {
  const read = readDocument(text);
  return read.ok ? read.document : undefined;
}

/** What lets somebody log in as these database users of an account. */
export function connectPolicy(account: string, users: readonly string[]): object {
  return {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Action: 'rds-db:connect',
      Resource: users.map((user) => `arn:aws:rds-db:*:${account}:dbuser:*/${user}`),
    },
  };
}

/** What lets somebody log in to an account's clusters of Aurora DSQL, as anybody but the administrator. */
function dsqlPolicy(account: string): object {
  return {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Action: 'dsql:DbConnect',
      Resource: `arn:aws:dsql:*:${account}:cluster/*`,
    },
  };
}

/** About 1,000 bytes, as those of AWS. */
function newSessionToken(): string {
  return `IQoJ${randomBytes(750).toString('base64')}`;
}

function newKeyId(prefix: 'AKIA' | 'ASIA'): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return prefix + [...randomBytes(16)].map((byte) => letters[byte % 32] ?? '').join('');
}
