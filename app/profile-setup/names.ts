import type { SsoAccount } from './model.ts';

/** The pattern that names start with. */
export const USUAL_PATTERN = '{account}-{role}';

/** What can stand in a pattern. */
export const patternParts = ['{account}', '{account-id}', '{role}', '{session}', '{region}'] as const;

/** What a pattern is filled in with. */
interface Named {
  readonly account: Pick<SsoAccount, 'id' | 'name'>;
  readonly role: string;
  readonly session: string;
  readonly region: string | null;
}

/** The name of a profile by a pattern; a part that is not known stays as it is written. */
export function nameBy(pattern: string, { account, role, session, region }: Named): string {
  const values: Readonly<Record<(typeof patternParts)[number], string>> = {
    '{account}': slug(account.name === '' ? account.id : account.name),
    '{account-id}': account.id,
    '{role}': slug(role),
    '{session}': slug(session),
    '{region}': region ?? '',
  };
  return patternParts.reduce((name, part) => name.replaceAll(part, () => values[part]), pattern).trim();
}

/** A name in lower case, with hyphens between its words: `DatabaseReader` becomes `database-reader`. */
function slug(text: string): string {
  return text
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1-$2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}._]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
}
