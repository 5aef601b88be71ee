import { z } from 'zod';
import { databaseUser } from '../../endpoints/model.ts';
import { report } from '../model.ts';

/** How many answers are kept; the oldest goes first. */
export const MAX_ANSWERS = 200;

/** Names what was asked about: `connection ID` or `endpoint ID`. */
export const subjectKey = z.string().max(1_100);

/** The last answer about a subject. It holds no token and no credential. */
export const answer = z.strictObject({ key: subjectKey, dbUser: databaseUser, report });

/** The last answer about a subject. */
export type Answer = z.infer<typeof answer>;

/** A client in a terminal that ended with an error as soon as it had started. */
export const clientFailure = z.strictObject({
  key: subjectKey,
  /** Its name, for people. */
  client: z.string().max(128),
  exitCode: z.int(),
  /** How long it ran, in milliseconds. */
  ranMs: z.int().min(0),
  /** In milliseconds since the epoch. */
  at: z.number(),
});

/** A client that failed at once. */
export type ClientFailure = z.infer<typeof clientFailure>;

/** What is to be said of this computer's clock. */
export const clockNews = z.strictObject({
  /** `problem`: tokens are refused, or likely to be. */
  state: z.enum(['warning', 'problem']),
  headline: z.string().max(400),
  detail: z.string().max(400),
});

/** What is to be said of this computer's clock. */
export type ClockNews = z.infer<typeof clockNews>;
