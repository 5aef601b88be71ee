/** Whether something is so; null where it depends on what is not known. */
export type Maybe = boolean | null;

/** Values of variables by name, in lower case; what is not there is not known. */
export type PolicyContext = ReadonlyMap<string, string>;

const NOTHING_KNOWN: PolicyContext = new Map();

/** A piece of a pattern: a character, any one character, or any run of them. */
type Token = string | typeof ONE | typeof RUN;
const ONE = Symbol('any character');
const RUN = Symbol('any run of characters');

/**
 * Whether one of a policy's patterns covers a text: `*` is any run of characters, `?` any one; `${*}`, `${?}`
 * and `${$}` are those characters themselves, other variables what the context says.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function matches(pattern: string, text: string, context = NOTHING_KNOWN): Maybe {
  let isKnown = true;
  const tokens = (pattern.match(/\$\{[^}]*\}|[\s\S]/g) ?? []).flatMap((part): Token[] => {
    if (part === '*') return [RUN];
    if (part === '?') return [ONE];
    if (part.length === 1) return [part];
    const value = valueOf(part.slice(2, -1), context);
    if (value !== null) return value.split('');
    isKnown = false;
    return [RUN];
  });
  if (!covers(tokens, text.split(''))) return false;
  return isKnown ? true : null;
}

/** Whether a pattern covers more than one text, whatever its variables are. */
export function hasWildcard(pattern: string): boolean {
  return /[*?]/.test(pattern.replaceAll(/\$\{[^}]*\}/g, ''));
}

/** Whether one of the patterns is so. */
export function anyOf(patterns: readonly string[], test: (pattern: string) => Maybe): Maybe {
  const found = patterns.map(test);
  return found.includes(true) ? true : found.includes(null) ? null : false;
}

/**
 * Whether a policy's resource covers an ARN: its first five parts by themselves, for a wildcard does not reach
 * over a colon there.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function resourceMatches(pattern: string, arn: string, context = NOTHING_KNOWN): Maybe {
  if (pattern === '*') return true;
  const [of, to] = [partsOf(pattern), partsOf(arn)];
  if (of.length !== to.length) return false;
  const found = of.map((part, index) => matches(part, to[index] ?? '', context));
  return found.includes(false) ? false : found.includes(null) ? null : true;
}

/** The parts of an ARN, the sixth with all that follows; the colons in variables part nothing. */
function partsOf(arn: string): readonly string[] {
  const parts: string[] = [''];
  for (const piece of arn.match(/\$\{[^}]*\}|[\s\S]/g) ?? []) {
    if (piece === ':' && parts.length < 6) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${piece}`);
  }
  return parts;
}

/** A variable's value; one written `${name, 'text'}` has that text where there is no value. */
function valueOf(name: string, context: PolicyContext): string | null {
  if (/^[*?$]$/.test(name)) return name;
  const [key = '', fallback] = name.split(',').map((part) => part.trim());
  return context.get(key.toLowerCase()) ?? fallback?.replaceAll("'", '') ?? null;
}

/** Goes back to the last run only, which is enough, so that no pattern takes longer than its length times the text's. */
function covers(tokens: readonly Token[], text: readonly string[]): boolean {
  let [token, character, runAt, resumeAt] = [0, 0, -1, 0];
  while (character < text.length) {
    const wanted = tokens[token];
    if (wanted === RUN) {
      [runAt, resumeAt] = [token, character];
      token += 1;
    } else if (wanted !== undefined && (wanted === ONE || wanted === text[character])) {
      token += 1;
      character += 1;
    } else if (runAt >= 0) {
      resumeAt += 1;
      [token, character] = [runAt + 1, resumeAt];
    } else return false;
  }
  return tokens.slice(token).every((rest) => rest === RUN);
}
