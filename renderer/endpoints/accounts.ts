import type { Scan } from '../../app/endpoints/model.ts';
import { accountText } from './describe.ts';

/** What accounts are called, by their numbers; those that nobody has named are not in it. */
export type AccountNames = ReadonlyMap<string, string>;

const ofScans = new WeakMap<readonly Scan[], AccountNames>();

/** What the accounts of the databases are called. What a profile finds in a region is in one account. */
export function accountNamesIn(scans: readonly Scan[]): AccountNames {
  const known = ofScans.get(scans);
  if (known !== undefined) return known;
  const names = new Map<string, string>();
  for (const { endpoints } of scans) {
    const { account = null, accountName = null } = endpoints[0] ?? {};
    if (account !== null && accountName !== null) names.set(account, accountName);
  }
  ofScans.set(scans, names);
  return names;
}

/** What people call an account: its name, else its number. */
export function accountLabel(account: string, names: AccountNames): string {
  return names.get(account) ?? accountText(account);
}

/** Its name and its number. */
export function fullAccountText(account: string, names: AccountNames): string {
  const name = names.get(account);
  return name === undefined ? accountText(account) : `${name} · ${accountText(account)}`;
}
