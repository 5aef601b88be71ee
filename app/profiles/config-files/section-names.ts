import { DEFAULTS_HEADER } from './faults.ts';
import { quoteName, type ConfigFile } from './model.ts';
import { strip } from './python-text.ts';
import { shellWords } from './shell-words.ts';

/** The kinds of sections that have a name of their own. */
export type NamedKind = 'profile' | 'sso-session' | 'services';

/** What a section's header stands for; `other` is nothing to Latchkey, and `reason` says why. */
export type SectionMeaning =
  | { readonly kind: NamedKind; readonly name: string }
  | { readonly kind: 'defaults' }
  | { readonly kind: 'other'; readonly reason: string };

const namedKinds: readonly NamedKind[] = ['profile', 'sso-session', 'services'];

/**
 * What a section's header stands for, as the AWS CLI reads it (`build_profile_map` in botocore's
 * configloader.py). In the credentials file every section is a profile, under the name as it is written.
 *
 * @param header what stands between the brackets
 */
export function meaningOf(header: string, file: ConfigFile): SectionMeaning {
  if (header === DEFAULTS_HEADER) return { kind: 'defaults' };
  if (file === 'credentials' || header === 'default') return { kind: 'profile', name: header };
  const kind = namedKinds.find((one) => header.startsWith(one));
  if (kind === undefined) return { kind: 'other', reason: unknownHeader(header) };
  const words = shellWords(header);
  const name = words?.[1];
  if (name !== undefined && words?.length === 2) return { kind, name };
  return { kind: 'other', reason: unnamedHeader(header, kind, words) };
}

const KINDS_IN_WORDS: Readonly<Record<NamedKind, string>> = {
  profile: 'profile',
  'sso-session': 'SSO session',
  services: 'services section',
};

/** A section as a sentence names it. */
export function inWords(kind: NamedKind, name: string): string {
  return `${KINDS_IN_WORDS[kind]} ${name}`;
}

/** Sections that the AWS CLI has for itself. */
const ownSections: ReadonlySet<string> = new Set(['plugins', 'preview']);

function unknownHeader(header: string): string {
  if (ownSections.has(header)) return `[${header}] holds settings of the AWS CLI alone`;
  const bare = strip(header);
  if (bare.toLowerCase() === 'default') return `[${header}] is not a profile; write [default]`;
  const spaced = bare !== header && namedKinds.some((kind) => bare.startsWith(kind));
  if (spaced) return `[${header}] starts with a space and is not read; write [${bare}]`;
  return `[${header}] is not a profile; write [profile ${quoteName(bare)}]`;
}

function unnamedHeader(header: string, kind: NamedKind, words: readonly string[] | null): string {
  const what = kind === 'sso-session' ? 'an SSO session' : `a ${KINDS_IN_WORDS[kind]}`;
  const [first = '', ...rest] = words ?? [];
  if (words === null) return `[${header}] has a quote that is not closed, and is not read`;
  if (rest.length === 0 && first === kind) return `[${header}] has no name; write [${kind} NAME]`;
  if (rest.length === 0) return `[${header}] is not ${what}; write [profile ${quoteName(first)}]`;
  const name = quoteName(rest.join(' '));
  return `[${header}] is not ${what}: a name with spaces needs quotes; write [${kind} ${name}]`;
}
