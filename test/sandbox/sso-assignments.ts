import { DEV, PROD } from './account.ts';
import { connectPolicy, READ_ACCESS, type Directory } from './directory.ts';
import { addHolder, holderNamed } from './iam/account.ts';
import type { Identity } from './identity.ts';

/** The role behind the profile `analytics`. */
export const ANALYTICS_ROLE = 'AnalyticsReadOnly';

/** What the sandbox's one person may do: the roles of each account, and the database users of each role. */
const assignments = new Map([
  [
    PROD,
    new Map([
      [ANALYTICS_ROLE, ['app_readonly']],
      ['DatabaseAdmin', ['*']],
    ]),
  ],
  [
    DEV,
    new Map([
      [ANALYTICS_ROLE, ['app_readonly']],
      ['PlatformEngineer', ['app_readonly', 'app']],
    ]),
  ],
]);

const names = new Map([
  [PROD, ['Acme Production', 'aws-production@acme.example']],
  [DEV, ['Acme Development', 'aws-development@acme.example']],
]);

/** The accounts, as `ListAccounts` lists them. */
export function accountsOf(): object[] {
  return [...names].map(([accountId, [accountName, emailAddress]]) => ({
    accountId,
    accountName,
    emailAddress,
  }));
}

/** The roles of an account. */
export function rolesOf(account: string): string[] {
  return [...(assignments.get(account)?.keys() ?? [])];
}

/** Session keys of a role, named as IAM Identity Center names its roles in an account. */
export function identityFor(
  directory: Directory,
  account: string,
  role: string,
  expiresAt: number,
): Identity {
  const name = `AWSReservedSSO_${role}_1a2b3c4d5e6f7a8b`;
  const users = assignments.get(account)?.get(role) ?? [];
  const holder =
    holderNamed(directory.iam, account, 'Role', name) ??
    addHolder(directory.iam, {
      kind: 'Role',
      name,
      account,
      path: '/aws-reserved/sso.amazonaws.com/',
      inline: { look: READ_ACCESS, databases: connectPolicy(account, users) },
    });
  return directory.assume({ holder }, { name: 'dana.reyes', expiresAt });
}
