import type { Answer } from '../../../app/doctor/model.ts';
import type { Observations, Seen } from '../../../app/doctor/observations.ts';
import { diagnose } from '../../../app/doctor/diagnose.ts';
import { reportOf } from '../../../app/doctor/report.ts';
import type { Subject } from '../../../app/doctor/subject.ts';
import {
  but,
  errorsSeen,
  facts,
  observed,
  policyOf,
  refused,
  subject as sample,
} from '../../app/doctor/sample.ts';
import { company, savedOrders } from '../samples.ts';
import type { FakeBridge } from '../fake-bridge.ts';
import { answerLikeMain } from './fake-main.ts';
import type { Scenario } from './scenarios.ts';

const key = `connection ${savedOrders.id}`;
const minute = 60_000;

/** What the doctor says of the connection `orders` when its checks have seen this. */
function answerOf(
  observations: Observations,
  { elapsedMs = 1_400, isOver = true, isMore = false, ageMs = 0 } = {},
): Answer {
  const subject: Subject = { ...sample, name: savedOrders.name, dbUser: savedOrders.dbUser };
  const progress = { ...diagnose(subject, observations), observations, isOver, elapsedMs };
  const report = reportOf(subject, progress, Date.now() - ageMs, isMore);
  return { key, dbUser: savedOrders.dbUser, report };
}

const withAnswer = (answer: Answer, prepare?: (fake: FakeBridge) => void): Scenario => {
  const snapshot = { ...company(), doctorAnswers: [answer] };
  return {
    snapshot,
    prepare: (fake) => {
      answerLikeMain(fake, snapshot);
      prepare?.(fake);
    },
  };
};

const seenBut = (over: Partial<Seen>): Observations =>
  observed({
    credentials: { state: 'usable', expiry: { kind: 'at', time: Date.now() + 5 * 60 * minute } },
    ...over,
  });

const wrongPolicy = `arn:aws:rds-db:us-east-1:482011780031:dbuser:cluster-OLD0000000000001/app_readonly`;

/** Each kind of answer to "Can I connect?". */
export const doctorScenarios: Readonly<Record<string, () => Scenario>> = {
  doctorYes: () => withAnswer(answerOf(seenBut({}), { elapsedMs: 900 })),
  doctorRunning: () =>
    withAnswer(
      answerOf(but(seenBut({}), { signIn: null, simulation: null, policies: null, authentication: null }), {
        isOver: false,
        elapsedMs: 600,
      }),
    ),
  doctorPolicy: () =>
    withAnswer(
      answerOf(
        but(
          seenBut({
            signIn: refused,
            policies: {
              policies: [{ name: 'DatabaseReader', document: policyOf(wrongPolicy) }],
              boundary: null,
              isComplete: true,
            },
          }),
          { simulation: { outcome: 'not-allowed', permission: 'iam:SimulatePrincipalPolicy' } },
        ),
      ),
    ),
  doctorUser: () =>
    withAnswer(
      answerOf(but(seenBut({ authentication: { asks: 'password', method: 'SCRAM' } }), { signIn: null }), {
        ageMs: 12 * minute,
      }),
    ),
  doctorIamOff: () =>
    withAnswer(
      answerOf(
        but(
          seenBut({
            description: { state: 'found', facts: { ...facts, iam: false } },
            authentication: { asks: 'password', method: 'SCRAM' },
          }),
          { signIn: null, simulation: null, policies: null },
        ),
      ),
    ),
  doctorClock: () => ({
    ...withAnswer(
      answerOf(
        seenBut({
          caller: {
            state: 'known',
            arn: 'arn:aws:sts::482011780031:assumed-role/DatabaseReader/jane',
            account: '482011780031',
            clockOffsetMs: -420_000,
          },
          signIn: refused,
        }),
      ),
    ),
  }),
  doctorDenied: () =>
    withAnswer(
      answerOf(
        but(seenBut({ signIn: refused }), {
          description: { outcome: 'not-allowed', permission: 'rds:DescribeDBInstances' },
          simulation: { outcome: 'not-allowed', permission: 'iam:SimulatePrincipalPolicy' },
          policies: { outcome: 'not-allowed', permission: 'iam:ListAttachedRolePolicies' },
        }),
      ),
    ),
  doctorUnreachable: () =>
    withAnswer(
      answerOf(
        but(
          seenBut({
            name: { state: 'resolved', addresses: ['10.0.3.7'], isPrivate: true },
            reach: { state: 'timed-out', ms: 1_450 },
            errors: errorsSeen(),
            securityGroups: { letsIn: false, groups: ['sg-0a1b2c3d'], sources: [] },
          }),
          { tls: null, authentication: null, signIn: null },
        ),
        { isMore: true, elapsedMs: 3_000 },
      ),
    ),
  doctorFailedClient: () => {
    const failure = { key, client: 'psql', exitCode: 2, ranMs: 400, at: Date.now() };
    const snapshot = { ...company(), clientFailures: [failure] };
    return { snapshot, prepare: (fake) => answerLikeMain(fake, snapshot) };
  },
  doctorClockLine: () => {
    const snapshot = {
      ...company(),
      clockNews: {
        state: 'problem' as const,
        headline: 'The clock of this computer is 7 minutes fast.',
        detail: 'Tokens are dated in the future, and the database does not take them.',
      },
    };
    return { snapshot, prepare: (fake) => answerLikeMain(fake, snapshot) };
  },
};
