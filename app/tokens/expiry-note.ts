import { shown } from '../common/text/plain-text.ts';

/** How many names a note spells out. */
const MAX_NAMES = 3;

/**
 * What is said of tokens that have ended, in words.
 *
 * @param names of the databases that they were for; one at least
 */
export function expiryNote(names: readonly string[]): { readonly title: string; readonly body: string } {
  const [only] = names;
  if (names.length === 1) {
    return {
      title: `The token for ${shown(only ?? '')} has ended`,
      body: 'Sessions already open keep working. Copy a new one to sign in again.',
    };
  }
  const spelled = names
    .slice(0, MAX_NAMES)
    .map((name) => shown(name))
    .join(', ');
  const more = names.length - MAX_NAMES;
  return {
    title: `${names.length} tokens have ended`,
    body: `${more > 0 ? `${spelled} and ${more} more` : spelled}. Sessions already open keep working. Copy new ones to sign in again.`,
  };
}
