/** What is known of a request: values by the key in lower case. */
export type Context = ReadonlyMap<string, readonly string[]>;

/** The keys of the context that something has asked for and not found. */
export type Missing = Set<string>;

/**
 * Whether a pattern with `*`, `?` and variables covers a text. A variable without a value covers nothing, and is noted.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 *
 * @param context null where the policy has no variables, so that `${…}` are those characters
 */
export function covers(pattern: string, text: string, context: Context | null, missing: Missing): boolean {
  const source: string[] = [];
  for (const [part] of pattern.matchAll(context === null ? /[\s\S]/g : /\$\{[^}]*\}|[\s\S]/g)) {
    if (part === '*') source.push('[\\s\\S]*');
    else if (part === '?') source.push('[\\s\\S]');
    else if (part.length === 1 || context === null) source.push(literal(part));
    else {
      const value = valueOf(part.slice(2, -1), context, missing);
      if (value === null) return false;
      source.push(literal(value));
    }
  }
  return new RegExp(`^${source.join('')}$`).test(text);
}

/**
 * Whether a pattern of ARNs covers one: the first five parts by themselves, since a wildcard does not reach over their
 * colons.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function coversArn(pattern: string, arn: string, context: Context | null, missing: Missing): boolean {
  if (pattern === '*') return true;
  const [of, to] = [partsOf(pattern), partsOf(arn)];
  return (
    of.length === to.length && of.every((part, index) => covers(part, to[index] ?? '', context, missing))
  );
}

/** The parts of an ARN; the sixth has the colons that follow. */
function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** What a variable stands for; null where nothing is known. */
function valueOf(variable: string, context: Context, missing: Missing): string | null {
  if (/^[*?$]$/.test(variable)) return variable;
  const [, key = '', fallback] = /^([^,]*?)\s*(?:,\s*'([^']*)')?$/.exec(variable) ?? [];
  const found = context.get(key.toLowerCase())?.[0];
  if (found === undefined && fallback === undefined) missing.add(key);
  return found ?? fallback ?? null;
}

function literal(text: string): string {
  return text.replace(/[\\^$.|+()[\]{}*?-]/g, '\\$&');
}
