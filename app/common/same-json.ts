/**
 * Whether two values that JSON can say say the same. The order of an object's keys says nothing: what was read from a
 * file has another one than what was just made.
 */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [ours, theirs] = [Object.entries(a), new Map<string, unknown>(Object.entries(b))];
  return (
    ours.length === theirs.size &&
    ours.every(([key, value]) => theirs.has(key) && isSameJson(value, theirs.get(key)))
  );
}
