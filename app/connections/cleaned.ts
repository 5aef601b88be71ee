import { plainLine, plainText, visible } from '../common/text/plain-text.ts';

/**
 * An entry of a file that an earlier version wrote, with its texts cleaned of what hides or forges, for the schema to
 * look at. What people read loses it. What decides who logs in to what keeps a mark in its place: `prod` with
 * something invisible in it was never the profile `prod`, and must not become it.
 *
 * @param given what the file holds
 */
export function cleanedEntry(given: unknown): unknown {
  if (typeof given !== 'object' || given === null) return given;
  return Object.fromEntries(
    Object.entries(given).map(([key, value]): [string, unknown] => [key, cleanedField(key, value, given)]),
  );
}

function cleanedField(key: string, value: unknown, entry: object): unknown {
  if (key === 'environment' && typeof value === 'object' && value !== null) {
    const label: unknown = Reflect.get(value, 'label');
    return typeof label === 'string' ? { ...value, label: plainLine(label) || 'environment' } : value;
  }
  if (typeof value !== 'string') return value;
  switch (key) {
    case 'name':
      return plainLine(value) || hostOf(entry);
    case 'notes':
      return plainText(value);
    case 'profile':
    case 'dbUser':
    case 'database':
      return visible(value);
    default:
      return value;
  }
}

/** What a connection is called of whose name nothing is left. */
function hostOf(entry: object): string {
  const address: unknown = Reflect.get(entry, 'sign');
  const host: unknown = typeof address === 'object' && address !== null ? Reflect.get(address, 'host') : null;
  return typeof host === 'string' && host !== '' ? host.slice(0, 128) : 'connection';
}
