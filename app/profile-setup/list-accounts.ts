import { succeed, type Result } from '../common/result.ts';
import type { SsoProfile } from '../profiles/ports.ts';
import type { SsoAccount, SsoSessionRecipe } from './model.ts';

/** How many accounts are asked for their roles at a time: AWS allows some twenty calls a second. */
const AT_A_TIME = 4;

/** What a sign-in gives access to; both return `sign-in-needed`, or why they could not be asked. */
export interface Portal<Target> {
  accounts(target: Target): Promise<Result<readonly { readonly id: string; readonly name: string }[]>>;
  roles(target: Target, accountId: string): Promise<Result<readonly string[]>>;
}

/** The accounts and roles of a sign-in, by name. */
export interface AccountList {
  readonly accounts: SsoAccount[];
  /** How many accounts would not say their roles. */
  readonly withoutRoles: number;
}

/**
 * Lists the accounts and the roles in them, each with the profile that it is already.
 *
 * @param present the profiles that there are
 * @returns what the portal returns where the accounts cannot be listed
 */
export async function listAccounts<Target extends Pick<SsoSessionRecipe, 'startUrl'>>(
  portal: Portal<Target>,
  target: Target,
  present: readonly SsoProfile[],
): Promise<Result<AccountList>> {
  const listed = await portal.accounts(target);
  if (!listed.ok) return listed;
  const known = new Map(
    present
      .filter(({ startUrl }) => startUrl === target.startUrl)
      .map(({ name, accountId, roleName }) => [`${accountId} ${roleName}`, name]),
  );
  const waiting = [...listed.value];
  const accounts: SsoAccount[] = [];
  let withoutRoles = 0;
  async function work(): Promise<void> {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const { id, name } = one;
      const roles = await portal.roles(target, id);
      if (!roles.ok) withoutRoles += 1;
      const names = roles.ok ? roles.value.toSorted() : [];
      accounts.push({
        id,
        name,
        roles: names.map((role) => ({ name: role, profile: known.get(`${id} ${role}`) ?? null })),
      });
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return succeed({
    accounts: accounts.toSorted((a, b) => a.name.localeCompare(b.name, 'en') || a.id.localeCompare(b.id)),
    withoutRoles,
  });
}
