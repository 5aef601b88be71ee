import { z } from 'zod';
import { plainLine } from '../common/text/plain-text.ts';
import { lineOf } from '../common/text/schema.ts';

/** Where a database stands in a team's life: the colour by which production looks different. */
export const environment = z.strictObject({
  label: lineOf(32).min(1),
  kind: z.enum(['prod', 'staging', 'dev', 'other']),
});

/** Where a database stands in a team's life. */
export type Environment = z.infer<typeof environment>;

const words: ReadonlyArray<readonly [Environment['kind'], RegExp]> = [
  ['staging', /^(staging|stage|stg|uat|preprod|preproduction|acceptance)$/],
  ['dev', /^(dev|devel|development|test|testing|qa|sandbox|nonprod|nonproduction|demo)$/],
  ['prod', /^(prod|production|prd|live)$/],
];

/** Tag keys that teams use for the environment, compared without case. */
const tagKeys = new Set(['environment', 'env', 'stage']);

/**
 * The environment of a database: from its tags, else from the words in its name, else from the words
 * in its profile's name.
 *
 * @param tags AWS tags by key
 * @param names names to look into, the most specific first
 * @returns null where nothing says so
 */
export function environmentOf(
  tags: Readonly<Record<string, string>>,
  names: readonly string[],
): Environment | null {
  for (const [key, value] of Object.entries(tags)) {
    const label = plainLine(value).toLowerCase();
    if (tagKeys.has(key.toLowerCase()) && label !== '') {
      const kind = kindOfWord(label) ?? kindInName(label) ?? 'other';
      return { label: kind === 'other' ? plainLine(label.slice(0, 32)) : kind, kind };
    }
  }
  for (const name of names) {
    const kind = kindInName(name);
    if (kind !== undefined) return { label: kind, kind };
  }
  return null;
}

/** A text in small letters in which `non-prod` is one word: it must never look like production. */
export function withWholeWords(text: string): string {
  return text.includes('prod') ? text.replaceAll(/(?<![a-z])(non|pre)[^a-z]+(?=prod)/g, '$1') : text;
}

function kindInName(name: string): Environment['kind'] | undefined {
  for (const word of withWholeWords(name.toLowerCase()).split(/[^a-z]+/)) {
    const kind = kindOfWord(word);
    if (kind !== undefined) return kind;
  }
  return undefined;
}

function kindOfWord(word: string): Environment['kind'] | undefined {
  return words.find(([, pattern]) => pattern.test(word))?.[0];
}
