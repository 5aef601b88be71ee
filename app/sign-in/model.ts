import { z } from 'zod';
import { failure } from '../common/result.ts';
import { shown } from '../common/text/plain-text.ts';
import { lineOf } from '../common/text/schema.ts';
import { MAX_PROFILES, profileName, type SsoTarget } from '../profiles/model.ts';

/** What a sign-in is known by, as `ssoIdOf` makes it of AWS's files. */
export const signInId = z.string().min(1).max(4_096);

/** How long the name of a session is shown, in characters. */
const MAX_NAME = 256;

/** What people call a sign-in: the session's name, or the host of the start URL where it has none. */
export function signInName({ session, startUrl }: Pick<SsoTarget, 'session' | 'startUrl'>): string {
  return shown(session ?? hostOf(startUrl), MAX_NAME);
}

/** The host of an address; the address itself where it has none. */
export function hostOf(address: string): string {
  return /^[a-z]+:\/\/([^/?#\\@]+)/i.exec(address)?.[1] ?? address;
}

/** How an SSO session stands. Times are in milliseconds since the epoch. */
export const sessionState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('checking') }),
  z.strictObject({ status: z.literal('signed-in'), expiresAt: z.number() }),
  z.strictObject({ status: z.literal('signed-out') }),
  /** Somebody is signed in under its name to another start URL than its own. */
  z.strictObject({ status: z.literal('elsewhere'), startUrl: z.string().max(4_096) }),
]);

/** How an SSO session stands. */
export type SessionState = z.infer<typeof sessionState>;

/** An SSO session as the interface knows it: no token. */
export const ssoSession = z.strictObject({
  id: signInId,
  name: lineOf(MAX_NAME),
  /** The profiles that its sign-in makes usable. */
  profiles: z.array(profileName).max(MAX_PROFILES),
  state: sessionState,
});

/** An SSO session as the interface knows it. */
export type SsoSessionView = z.infer<typeof ssoSession>;

/** In the system's browser, which comes back by itself, or with a code that a person enters in any browser. */
export const signInMethod = z.enum(['browser', 'code']);

/** How a person signs in. */
export type SignInMethod = z.infer<typeof signInMethod>;

/** Where a person goes to sign in. */
export const prompt = z.strictObject({
  method: signInMethod,
  address: z.string().max(8_192),
  /** What is compared or entered there; null in the browser's own way. */
  userCode: lineOf(64).nullable(),
  /** Until when, in milliseconds since the epoch. */
  deadline: z.number(),
});

/** Where a person goes to sign in. */
export type Prompt = z.infer<typeof prompt>;

/** Who asked for a sign-in. */
export const asker = z.enum(['window', 'outside', 'gateway']);

/** Who asked for a sign-in: the window, the tray, a link or the command, or a client of a gateway. */
export type Asker = z.infer<typeof asker>;

/** How far a sign-in has come; one that is done or cancelled is gone. */
export const signInStep = z.discriminatedUnion('step', [
  /** Somebody needs it, and nobody has chosen to begin. */
  z.strictObject({ step: z.literal('asked') }),
  z.strictObject({ step: z.literal('starting') }),
  z.strictObject({
    step: z.literal('waiting'),
    prompt,
    /** When the waiting began, in milliseconds since the epoch. */
    since: z.number(),
    /** Whether the browser could be opened. */
    isOpened: z.boolean(),
  }),
  z.strictObject({ step: z.literal('finishing') }),
  z.strictObject({ step: z.literal('failed'), error: failure }),
]);

/** How far a sign-in has come. */
export type SignInStep = z.infer<typeof signInStep>;

/** A sign-in that is asked for or under way: one for each session, however many wait for it. */
export const signInFlow = z.strictObject({
  id: signInId,
  name: lineOf(MAX_NAME),
  profiles: z.array(profileName).max(MAX_PROFILES),
  /** The profile for whose sake somebody asked; null where the session itself was meant. */
  neededBy: profileName.nullable(),
  by: asker,
  at: signInStep,
});

/** A sign-in that is asked for or under way. */
export type SignInFlow = z.infer<typeof signInFlow>;

/** All SSO sessions of AWS's files, and the sign-ins that are asked for or under way. */
export const ssoState = z.strictObject({
  sessions: z.array(ssoSession).max(500),
  flows: z.array(signInFlow).max(100),
});

/** All SSO sessions, and the sign-ins that are asked for or under way. */
export type SsoState = z.infer<typeof ssoState>;
