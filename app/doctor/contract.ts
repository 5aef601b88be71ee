import { z } from 'zod';
import type { ContractFor } from '../common/contract.ts';
import { connectionId } from '../connections/model.ts';
import { databaseName, databaseUser, endpointId } from '../endpoints/model.ts';
import { checkedPolicy, grantedUsers, grants, iamUsers, signInCandidates } from './access/model.ts';
import { answer, clientFailure, clockNews, MAX_ANSWERS } from './answers/model.ts';
import { CAUSES } from './causes/cause.ts';
import type { doctorChannels } from './channels.ts';
import { sqlTexts } from './model.ts';
import { MAX_PASTED_POLICY } from './policy/read.ts';

const nothing = z.strictObject({});

/** A database that discovery found, and a user; or a saved connection. */
const ref = z.union([
  z.strictObject({ endpointId, dbUser: databaseUser, database: databaseName }),
  z.strictObject({ connectionId }),
]);
const about = { subject: ref };
const sqlKind = z.enum(['create', 'switch']);
const pasted = z.string().max(MAX_PASTED_POLICY);
const format = z.enum(['json', 'terraform', 'cloudFormation', 'command', 'message']);

/** What the window asks of the doctor, and is told of it. */
export const doctorContract = {
  requests: {
    /** Runs the checks; what they see is told by events, and the reply comes when all is over. */
    check: {
      input: z.strictObject({
        ...about,
        /** Looks at CloudWatch's log and metrics and at the security groups too, which takes longer. */
        afterTheFact: z.boolean(),
      }),
      output: nothing,
    },
    /** Ends the checks that run for a subject; what they have seen stays. */
    cancel: { input: z.strictObject(about), output: nothing },
    /** The policy that lets this identity log in as these users here. */
    policy: { input: z.strictObject({ ...about, users: grantedUsers }), output: grants },
    /** The SQL that makes the user one who logs in with IAM: a new one, or one who exists. */
    sql: { input: z.strictObject({ ...about, sql: sqlKind }), output: sqlTexts },
    /** Looks through a policy that somebody has pasted. */
    checkPolicy: { input: z.strictObject({ ...about, text: pasted }), output: checkedPolicy },
    /** Whom this identity can log in as, as far as IAM and the database tell. */
    signInAs: {
      input: z.strictObject({
        subject: z.union([z.strictObject({ endpointId }), z.strictObject({ connectionId })]),
      }),
      output: signInCandidates,
    },
    /** Who can log in with IAM here: logs in and asks the database one question, which changes nothing. */
    iamUsers: { input: z.strictObject(about), output: iamUsers },
    /** Copies what was shown. */
    copy: {
      input: z.strictObject({
        ...about,
        what: z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('report') }),
          z.strictObject({ kind: z.literal('policy-remedy'), cause: z.enum(CAUSES), format }),
          z.strictObject({
            kind: z.literal('sql-remedy'),
            cause: z.enum(CAUSES),
            part: z.enum(['sql', 'undo']),
          }),
          z.strictObject({ kind: z.literal('command-remedy'), cause: z.enum(CAUSES) }),
          z.strictObject({ kind: z.literal('policy'), users: grantedUsers, format }),
          z.strictObject({ kind: z.literal('sql'), sql: sqlKind, part: z.enum(['sql', 'undo']) }),
          z.strictObject({ kind: z.literal('corrected'), text: pasted }),
        ]),
      }),
      output: nothing,
    },
  },
  events: {
    /** Replaces what the window knew of a subject. */
    answered: answer,
    clientFailed: clientFailure,
    clock: z.strictObject({ clock: clockNews.nullable() }),
  },
  snapshot: {
    doctorAnswers: z.array(answer).max(MAX_ANSWERS),
    clientFailures: z.array(clientFailure).max(MAX_ANSWERS),
    /** Null where this computer's clock is right, as far as anybody knows. */
    clockNews: clockNews.nullable(),
  },
} as const satisfies ContractFor<typeof doctorChannels>;
