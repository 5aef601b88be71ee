import type { Connection } from '../../app/connections/model.ts';
import type { Gateway } from '../../app/gateway/model.ts';
import type { Failure } from '../api.ts';
import { programText } from './words.ts';

/** Clients that wait until a person has done something for a profile. */
export interface Waiters {
  readonly profile: string;
  /** Who waits for what: "psql and DBeaver are waiting: platform-prod needs a sign-in". */
  readonly title: string;
  readonly error: Failure;
}

/** Who waits, once for each profile: whoever signs in with it lets them all in. */
export function waitersOf(
  gateways: readonly Gateway[],
  connections: readonly Connection[],
): readonly Waiters[] {
  const profiles = new Map(connections.map(({ id, profile }) => [id, profile]));
  const found = new Map<string, { readonly error: Failure; readonly programs: Set<string> }>();
  for (const { connectionId, waitingFor, sessions } of gateways) {
    const profile = profiles.get(connectionId);
    // a question of ssh has a dialog, which says who waits
    if (waitingFor === null || waitingFor.code === 'ssh-answer-needed' || profile === undefined) continue;
    const one = found.get(profile) ?? { error: waitingFor, programs: new Set<string>() };
    for (const session of sessions.filter(({ state }) => state === 'waiting')) {
      one.programs.add(programText(session));
    }
    found.set(profile, one);
  }
  return [...found].map(([profile, { error, programs }]) => ({
    profile,
    title: `${whoWaits([...programs])}: ${profile} ${needs(error)}`,
    error,
  }));
}

function whoWaits(programs: readonly string[]): string {
  const [first = 'A client', second] = programs;
  if (second === undefined) return `${first} is waiting`;
  return programs.length === 2
    ? `${first} and ${second} are waiting`
    : `${first}, ${second} and others are waiting`;
}

function needs({ code }: Failure): string {
  if (code === 'sign-in-needed') return 'needs a sign-in';
  return code === 'mfa-needed' ? 'needs an MFA code' : 'needs new credentials';
}
