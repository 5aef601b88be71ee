import type { Person } from './model.ts';

/** A log-in name that is shorter stands in too many words that are no name. */
const MIN_NAME_CHARS = 3;

/**
 * Takes out of a text what names people and their accounts: the user's folder and log-in name, AWS account numbers,
 * mail addresses (the session names of roles are often one) and the names of database hosts.
 */
export function hidePeople(text: string, { home, user }: Person): string {
  const said = (home.length > 1 ? text.replaceAll(home, '~') : text)
    .replaceAll(
      /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu,
      '[mail]',
    )
    .replaceAll(/(?<!\d)\d{12}(?!\d)/g, '[account]')
    .replaceAll(/(?<![\w.-])[\w.-]{1,253}\.rds\.amazonaws\.com(?:\.cn)?/gi, '[database host]');
  if (user.length < MIN_NAME_CHARS) return said;
  return said.replaceAll(
    new RegExp(`(?<![\\p{L}\\p{N}])${escaped(user)}(?![\\p{L}\\p{N}])`, 'giu'),
    '[user]',
  );
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
