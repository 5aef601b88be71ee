import { z } from 'zod';
import { databaseUser } from '../../endpoints/model.ts';
import { policyTexts } from '../model.ts';

/** How many users a policy may be asked for. */
const MAX_USERS = 200;

/** Whom a policy lets an identity log in as. */
export const grantedUsers = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('users'), names: z.array(databaseUser).min(1).max(MAX_USERS) }),
  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules */
  z.strictObject({ kind: z.literal('tag'), key: z.string().regex(/^[\p{L}\p{N} _.:/=+@-]{1,128}$/u) }),
  z.strictObject({ kind: z.literal('iam-user-name') }),
  z.strictObject({ kind: z.literal('anyone') }),
]);

/** The policy that was asked for: several where one would be too long. */
export const grants = z.strictObject({
  policies: z.array(policyTexts).min(1).max(20),
  /** What is to be known before it is given to somebody, a sentence each. */
  notes: z.array(z.string().max(400)).max(8),
  /** The longest policy, in characters as IAM counts them, and what fits as which kind. */
  size: z.int(),
  fits: z.array(z.enum(['managed', 'role', 'group', 'user'])).max(4),
});

/** The policy that was asked for. */
export type Grants = z.infer<typeof grants>;

const decision = z.enum(['allowed', 'denied', 'not-allowed', 'unknown']);

/** A pasted policy that was looked through. */
export const checkedPolicy = z.strictObject({
  findings: z
    .array(
      z.strictObject({
        message: z.string().max(4_000),
        /** What is written; empty where something is missing. */
        before: z.string().max(8_000),
        /** What should be written; null where that is not known or nothing is wrong. */
        after: z.string().max(8_000).nullable(),
      }),
    )
    .max(500),
  /** The policy with what could be corrected corrected, as JSON. */
  corrected: z.string().max(400_000),
  before: decision,
  after: decision,
});

/** A pasted policy that was looked through. */
export type CheckedPolicyTexts = z.infer<typeof checkedPolicy>;

/** Somebody whom the identity can perhaps log in as. */
export const signInCandidate = z.strictObject({
  dbUser: databaseUser,
  /** Who says so: the identity's own policies, IAM's simulator, the database. */
  sources: z
    .array(z.enum(['policy', 'simulation', 'database']))
    .min(1)
    .max(3),
  /** `certain`: IAM allows it and the database has the user. */
  certainty: z.enum(['certain', 'likely']),
});

/** Somebody whom the identity can perhaps log in as. */
export type SignInCandidate = z.infer<typeof signInCandidate>;

/** Whom the identity can log in as, as far as anybody tells. */
export const signInCandidates = z.strictObject({
  candidates: z.array(signInCandidate).max(200),
  /** Patterns of users, such as `*`, that policies allow: they let the identity be anyone whom they cover. */
  wildcards: z.array(z.string().max(256)).max(50),
  /** What could not be looked at, a sentence each. */
  notLookedAt: z.array(z.string().max(4_000)).max(16),
});

/** Whom the identity can log in as. */
export type SignInCandidates = z.infer<typeof signInCandidates>;

/** Who can log in with IAM, as the database says. */
export const iamUsers = z.strictObject({
  users: z
    .array(
      z.strictObject({
        name: z.string().max(256),
        /** Whether the user is a member of rds_superuser. */
        isAdministrator: z.boolean(),
        /** From where, in MySQL and MariaDB; empty elsewhere. */
        host: z.string().max(256),
        /** Which identity, in Aurora DSQL; empty elsewhere. */
        arn: z.string().max(2_048),
      }),
    )
    .max(1_000),
});

/** Who can log in with IAM, as the database says. */
export type IamUsers = z.infer<typeof iamUsers>;
