import { z } from 'zod';
import { CAUSES } from './causes/cause.ts';

const text = z.string().max(4_000);
const sqlNote = z.strictObject({ code: z.string().max(32), message: text });

/** A policy in each way in which it can be handed over: as long as IAM's longest, and what stands around it. */
export const policyTexts = z.strictObject({
  /** The statement alone, for people to read. */
  statement: z.string().max(12_000),
  json: z.string().max(12_000),
  terraform: z.string().max(16_000),
  cloudFormation: z.string().max(16_000),
  /** For a POSIX shell. */
  command: z.string().max(16_000),
  /** To an administrator. */
  message: z.string().max(32_000),
});

/** A policy in each way in which it can be handed over. */
export type PolicyTexts = z.infer<typeof policyTexts>;

/** SQL, what takes it back, and what is to be known before it is run. */
export const sqlTexts = z.strictObject({
  sql: text,
  undo: text.nullable(),
  notes: z.array(sqlNote).max(8),
});

/** SQL for whoever administers a database. */
export type SqlTexts = z.infer<typeof sqlTexts>;

/** Something that mends a cause, ready to be copied or used. */
export const remedy = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sign-in') }),
  z.strictObject({ kind: z.literal('copy-token') }),
  z.strictObject({
    kind: z.literal('edit'),
    field: z.enum(['region', 'host', 'port', 'dbUser', 'database', 'profile', 'caFile']),
    /** Empty where only a person can know it. */
    value: z.string().max(255),
  }),
  z.strictObject({ kind: z.literal('policy'), ...policyTexts.shape }),
  z.strictObject({ kind: z.literal('sql'), ...sqlTexts.shape }),
  /** Of the AWS CLI, for a POSIX shell. */
  z.strictObject({ kind: z.literal('command'), command: text }),
]);

/** Something that mends a cause. */
export type ReportedRemedy = z.infer<typeof remedy>;

/** A cause as the interface shows it. */
const reportedFinding = z.strictObject({
  cause: z.enum(CAUSES),
  certainty: z.enum(['certain', 'likely']),
  headline: text,
  detail: text,
  next: text,
  remedies: z.array(remedy).max(4),
});

/** A line of the list of checks; the list has the same lines from the first moment to the last. */
export const line = z.strictObject({
  id: z.enum(['identity', 'clock', 'iam', 'host', 'user', 'policy', 'organization', 'signIn']),
  /** `waiting`: it is still being looked at. */
  state: z.enum(['fine', 'problem', 'warning', 'unknown', 'waiting']),
  text,
  /** A word or two beside it; empty where there is nothing. */
  note: text,
});

/** A line of the list of checks. */
export type Line = z.infer<typeof line>;

/** Whether somebody can connect. `unknown`: nothing speaks against it, and too little for it. */
export const verdict = z.enum(['yes', 'no', 'probably', 'probably-not', 'unknown']);

/** Whether somebody can connect. */
export type Verdict = z.infer<typeof verdict>;

/** An answer to "Can I connect?", or as much of it as is known. It holds no token and no credential. */
export const report = z.strictObject({
  verdict,
  isOver: z.boolean(),
  /** When the checks began, in milliseconds since the epoch. */
  startedAt: z.number(),
  elapsedMs: z.number(),
  /** What is wrong, the first to be mended first. */
  findings: z.array(reportedFinding).max(CAUSES.length),
  lines: z.array(line).max(16),
  /** What could not be looked at, a sentence each. */
  notLookedAt: z.array(text).max(32),
  /** What CloudWatch, EC2 and RDS say afterwards; empty where nobody has asked for it. */
  afterTheFact: z.array(z.strictObject({ title: text, text })).max(8),
});

/** An answer to "Can I connect?". */
export type Report = z.infer<typeof report>;

export type { Answer, ClientFailure } from './answers/model.ts';
export type { CheckedPolicyTexts, IamUsers, SignInCandidate, SignInCandidates } from './access/model.ts';
