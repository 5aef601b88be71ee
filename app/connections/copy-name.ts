/** As long as a connection's name may be, in UTF-16 code units. */
const LONGEST = 128;

/**
 * The name of a copy: `X copy`, `X copy 2` and so on, the first that is free. A copy of a copy counts on.
 *
 * @param taken the names that there are
 */
export function copyName(name: string, taken: ReadonlySet<string>): string {
  const base = name.replace(/ copy(?: \d+)?$/u, '').trimEnd() || name;
  for (let count = 1; ; count += 1) {
    const suffix = count === 1 ? ' copy' : ` copy ${count}`;
    // never half of a character that takes two units
    const start = base.slice(0, LONGEST - suffix.length).replace(/[\u{D800}-\u{DBFF}]$/u, '');
    if (!taken.has(start + suffix)) return start + suffix;
  }
}
