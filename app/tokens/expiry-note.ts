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
      title: `The token for ${only} has expired`,
      body: 'Open sessions keep working. Copy a new token to log in again.',
    };
  }
  const spelled = names.slice(0, MAX_NAMES).join(', ');
  const more = names.length - MAX_NAMES;
  return {
    title: `${names.length} tokens have expired`,
    body: `${more > 0 ? `${spelled} and ${more} more` : spelled}. Open sessions keep working. Copy new tokens to log in again.`,
  };
}
