import type { ProfileChange, SsoAccount, SsoSessionRecipe } from '../../app/profile-setup/model.ts';
import { nameBy } from '../../app/profile-setup/names.ts';

/** Names one role of one account. */
export function roleKey(accountId: string, role: string): string {
  return `${accountId} ${role}`;
}

/** The accounts whose name or number, or one of whose roles, has every word of a search; a role alone can be asked for. */
export function matching(
  accounts: readonly SsoAccount[],
  query: string,
  role: string | null,
): readonly SsoAccount[] {
  const words = query
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  return accounts.flatMap((account) => {
    const own = `${account.name} ${account.id}`.toLowerCase();
    const missing = words.filter((word) => !own.includes(word.replaceAll('-', '')) && !own.includes(word));
    const roles = account.roles.filter(
      ({ name }) =>
        (role === null || name === role) && missing.every((word) => name.toLowerCase().includes(word)),
    );
    // an account that says no roles is still shown where one looks for it
    if (roles.length === 0 && (account.roles.length > 0 || missing.length > 0 || role !== null)) return [];
    return [{ ...account, roles }];
  });
}

/** The names of all roles, each once. */
export function roleNames(accounts: readonly SsoAccount[]): readonly string[] {
  return [...new Set(accounts.flatMap(({ roles }) => roles.map(({ name }) => name)))].toSorted();
}

/** How chosen roles become profiles. */
export interface Naming {
  readonly pattern: string;
  /** Empty for none. */
  readonly region: string;
}

/** The profiles that chosen roles become, in the order of the accounts. */
export function profilesOf(
  session: string,
  accounts: readonly SsoAccount[],
  chosen: ReadonlySet<string>,
  { pattern, region }: Naming,
): Extract<ProfileChange, { kind: 'sso' }>['profiles'] {
  const own = region.trim() === '' ? null : region.trim();
  return accounts.flatMap((account) =>
    account.roles
      .filter((role) => chosen.has(roleKey(account.id, role.name)))
      .map((role) => ({
        name: nameBy(pattern, { account, role: role.name, session, region: own }),
        session,
        accountId: account.id,
        roleName: role.name,
        region: own,
      })),
  );
}

/** The change that adds them; null where nothing is chosen. */
export function changeOf(
  session: SsoSessionRecipe,
  profiles: ReturnType<typeof profilesOf>,
): ProfileChange | null {
  return profiles.length === 0 ? null : { kind: 'sso', sessions: [session], profiles, roles: [] };
}

/** An account's number in groups of four, as people read it out. */
export function accountNumber(id: string): string {
  return id.replace(/^(\d{4})(\d{4})(\d{4})$/, '$1-$2-$3');
}
