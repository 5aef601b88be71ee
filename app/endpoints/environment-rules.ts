import { z } from 'zod';
import { lineOf } from '../common/text/schema.ts';
import { environment, withWholeWords } from './environment.ts';
import type { Endpoint } from './model.ts';

/** How many rules there may be. */
export const MAX_ENVIRONMENT_RULES = 50;

/** Gives databases an environment by their name or identifier, their profile, their account or a tag. */
export const environmentRule = z
  .strictObject({
    /** What it looks at. */
    of: z.enum(['name', 'profile', 'account', 'tag']),
    /** The key of the tag, compared without case; empty where it looks at something else. */
    tag: lineOf(128),
    /** Words, or a text in which `*` stands for anything; compared without case. */
    pattern: lineOf(128).regex(/\S/),
    /** Null says that they have none. */
    environment: environment.nullable(),
  })
  .refine(({ of, tag }) => of !== 'tag' || tag.trim() !== '');

/** Gives databases an environment. */
export type EnvironmentRule = z.infer<typeof environmentRule>;

/** What rules look at. */
export type RuleSubject = Pick<
  Endpoint,
  'name' | 'parent' | 'resourceId' | 'profile' | 'account' | 'accountName' | 'tags'
>;

/** Finds the first rule that fits a database; null where none does. */
export type FindRule = (subject: RuleSubject) => EnvironmentRule | null;

/**
 * Prepares rules once, to be asked of many databases. No regular expression is made of a pattern, so that none takes
 * for ever.
 */
export function findRuleIn(rules: readonly EnvironmentRule[]): FindRule {
  if (rules.length === 0) return () => null;
  const made = rules.map((rule) => ({ rule, fits: fitsFor(rule) }));
  return (subject) => {
    const texts = textsOf(subject);
    return made.find(({ fits }) => fits(texts))?.rule ?? null;
  };
}

/** A text as patterns are compared with it. */
interface Text {
  readonly whole: string;
  /** The same with `non-prod` as one word: that must never look like production. */
  readonly words: string;
}

/** What there is to look at of one database. */
interface Texts extends Readonly<Record<Exclude<EnvironmentRule['of'], 'tag'>, readonly Text[]>> {
  readonly tags: RuleSubject['tags'];
}

function textsOf({ name, parent, resourceId, profile, account, accountName, tags }: RuleSubject): Texts {
  return {
    // a cluster's endpoints have its identifier, too
    name: [name, ...(parent === null || parent === name ? [] : [parent]), resourceId].map(textOf),
    profile: [textOf(profile)],
    account: [account, accountName].filter((text) => text !== null).map(textOf),
    tags,
  };
}

function textOf(given: string): Text {
  const whole = given.toLowerCase();
  return { whole, words: withWholeWords(whole) };
}

function fitsFor({ of, tag, pattern }: EnvironmentRule): (texts: Texts) => boolean {
  const isLike = likeness(of === 'account' ? withoutDashes(pattern) : pattern);
  if (of !== 'tag') return (texts) => texts[of].some(isLike);
  const wanted = tag.trim().toLowerCase();
  return ({ tags }) =>
    Object.entries(tags).some(([key, value]) => key.toLowerCase() === wanted && isLike(textOf(value)));
}

/** An account's number is written in groups of four. */
function withoutDashes(pattern: string): string {
  return /^[\d*\s-]+$/.test(pattern) ? pattern.replaceAll('-', '') : pattern;
}

/** Without a star: the text itself, or words of it. With one: the whole text, the star being anything. */
function likeness(pattern: string): (text: Text) => boolean {
  const wanted = pattern.trim().toLowerCase();
  // one that is being written may look for nothing yet
  if (wanted === '') return () => false;
  if (wanted.includes('*')) {
    const parts = wanted.split('*');
    return ({ whole }) => isGlob(whole, parts);
  }
  const words = withWholeWords(wanted);
  return (text) => text.whole === wanted || hasWords(text.words, words);
}

/** Whether a text has these words, with no letter or digit before or after them. */
function hasWords(text: string, words: string): boolean {
  for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + 1)) {
    if (!endsInWord(text.slice(0, at)) && !beginsWithWord(text.slice(at + words.length))) return true;
  }
  return false;
}

function endsInWord(text: string): boolean {
  return /[\p{L}\p{N}]$/u.test(text.slice(-2));
}

function beginsWithWord(text: string): boolean {
  return /^[\p{L}\p{N}]/u.test(text.slice(0, 2));
}

function isGlob(text: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last))
    return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}
