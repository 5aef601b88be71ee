import { randomBytes } from 'node:crypto';
import { DEV, PROD } from './account.ts';
import type { Identity } from './identity.ts';

/** A role that callers of the sandbox may assume. */
export interface Role {
  readonly arn: string;
  readonly account: string;
  readonly roleId: string;
  readonly connect: readonly string[];
  /** The six digits that its MFA device shows; absent where no MFA is asked for. */
  readonly mfaCode?: string;
}

/** The identities that the sandbox knows, and how STS adds to them. */
export interface Directory {
  readonly find: (accessKeyId: string) => Identity | undefined;
  readonly role: (arn: string) => Role | undefined;
  /** Issues session credentials for a role: a new key, and a session token of about 1,000 bytes. */
  readonly assume: (role: Role, sessionName: string, expiresAt: number) => Identity;
  /** Long-lived keys of the user behind `platform-dev`. */
  readonly developer: Identity;
  /** Session keys behind `legacy`, expired since a day. */
  readonly expired: Identity;
}

/** The role behind `platform-prod`. */
export const ENGINEER_ROLE = `arn:aws:iam::${PROD}:role/platform-engineer`;
/** The role behind `break-glass`. */
export const BREAK_GLASS_ROLE = `arn:aws:iam::${PROD}:role/break-glass`;
/** The MFA device that {@link BREAK_GLASS_ROLE} asks for, and the code that it always shows. */
export const MFA_SERIAL = `arn:aws:iam::${DEV}:mfa/dana.reyes`;
export const MFA_CODE = '246810';

/** A fresh directory; `now` is the time in milliseconds at which `legacy` has long expired. */
export function makeDirectory(now: number): Directory {
  const developer: Identity = {
    accessKeyId: newKeyId('AKIA'),
    secretAccessKey: newSecret(),
    account: DEV,
    arn: `arn:aws:iam::${DEV}:user/dana.reyes`,
    userId: 'AIDA3QEXAMPLEDANAREYE',
    connect: databaseUsers(DEV, ['app_readonly', 'app', 'migrations']),
  };
  const expired: Identity = {
    accessKeyId: newKeyId('ASIA'),
    secretAccessKey: newSecret(),
    sessionToken: newSessionToken(),
    expiresAt: now - 86_400_000,
    account: DEV,
    arn: `arn:aws:sts::${DEV}:assumed-role/legacy-deploy/dana.reyes`,
    userId: 'AROA3QEXAMPLELEGACYDP:dana.reyes',
    connect: databaseUsers(DEV, ['app_readonly']),
  };
  const roles: readonly Role[] = [
    {
      arn: ENGINEER_ROLE,
      account: PROD,
      roleId: 'AROAXAEXAMPLEENGINEER',
      connect: databaseUsers(PROD, ['app_readonly', 'app']),
    },
    {
      arn: BREAK_GLASS_ROLE,
      account: PROD,
      roleId: 'AROAXAEXAMPLEBRKGLASS',
      connect: databaseUsers(PROD, ['*']),
      mfaCode: MFA_CODE,
    },
  ];
  const identities = new Map([developer, expired].map((identity) => [identity.accessKeyId, identity]));
  return {
    find: (accessKeyId) => identities.get(accessKeyId),
    role: (arn) => roles.find((role) => role.arn === arn),
    assume: (role, sessionName, expiresAt) => {
      const identity: Identity = {
        accessKeyId: newKeyId('ASIA'),
        secretAccessKey: newSecret(),
        sessionToken: newSessionToken(),
        expiresAt,
        account: role.account,
        arn: `${role.arn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${sessionName}`,
        userId: `${role.roleId}:${sessionName}`,
        connect: role.connect,
      };
      identities.set(identity.accessKeyId, identity);
      return identity;
    },
    developer,
    expired,
  };
}

function databaseUsers(account: string, users: readonly string[]): string[] {
  return users.map((user) => `arn:aws:rds-db:*:${account}:dbuser:*/${user}`);
}

function newKeyId(prefix: 'AKIA' | 'ASIA'): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return prefix + [...randomBytes(16)].map((byte) => letters[byte % 32] ?? '').join('');
}

function newSecret(): string {
  return randomBytes(30).toString('base64');
}

function newSessionToken(): string {
  return `IQoJ${randomBytes(750).toString('base64')}`;
}
