import { fail, type Failure } from '../../app/common/result.ts';
import type { Leaf } from '../../app/profiles/plan/model.ts';
import { signInName } from '../../app/sign-in/model.ts';

/** What to do for a profile whose sign-in is missing or has ended. */
export function signInNeeded(
  profile: string,
  leaf: Extract<Leaf, { kind: 'sso' | 'login' }>,
): { ok: false; error: Failure } {
  if (leaf.kind === 'sso') {
    const message = `Profile ${profile} is not signed in to IAM Identity Center, or its sign-in has ended.`;
    return fail('sign-in-needed', message, { hint: `Sign in to ${signInName(leaf)} in Latchkey.` });
  }
  return fail('sign-in-needed', `Profile ${profile} is not signed in, or its sign-in has ended.`, {
    hint: 'Run this in a terminal; Latchkey notices when it is done.',
    command: `aws login --profile ${quote(leaf.profile)}`,
  });
}

/** A word as a POSIX shell takes it; people paste these commands. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
