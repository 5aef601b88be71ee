import type { Profile } from '../../app/profiles/model.ts';
import type { SsoSessionView, SsoState } from '../../app/sign-in/model.ts';
import { timeLeft, type StateWord } from '../profiles/state-word.ts';

const minute = 60_000;

/** The session whose sign-in a profile needs; null where it needs none. */
export function sessionOfProfile({ sessions }: SsoState, profile: string): SsoSessionView | null {
  return sessions.find(({ profiles }) => profiles.includes(profile)) ?? null;
}

/** The session that a profile needs somebody to sign in to; null where that is not what it needs. */
export function sessionToSignIn(sso: SsoState, { name, state }: Profile): SsoSessionView | null {
  const isNeeded = state.status === 'unusable' && state.error.code === 'sign-in-needed';
  return isNeeded ? sessionOfProfile(sso, name) : null;
}

/** How a session stands in one word: the time that is left, or what to do. */
export function sessionWord(
  { id, state }: Pick<SsoSessionView, 'id' | 'state'>,
  { flows }: Pick<SsoState, 'flows'>,
  now: number,
): StateWord {
  const step = flows.find((flow) => flow.id === id)?.at.step;
  if (step === 'starting' || step === 'waiting' || step === 'finishing')
    return { word: 'Waiting', tone: 'soon' };
  if (state.status === 'checking') return { word: '…', tone: 'quiet' };
  if (state.status !== 'signed-in' || state.expiresAt <= now) return { word: 'Sign in', tone: 'soon' };
  const left = state.expiresAt - now;
  return { word: timeLeft(left), tone: left > 10 * minute ? 'good' : 'soon' };
}

/** Names in a sentence: "a, b and c"; of many, some. */
export function namesInWords(names: readonly string[]): string {
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

const counts = ['no profiles', 'one profile', 'two profiles', 'three profiles', 'four profiles'];

/** How many profiles, as one says it. */
export function profilesInWords(names: readonly string[]): string {
  return counts[names.length] ?? `${names.length} profiles`;
}
