import type { Gateway } from '../../../app/gateway/model.ts';
import { portInUse } from './fake-gateway.ts';
import { answerLikeMain } from './fake-main.ts';
import {
  company,
  gateway,
  savedBilling,
  savedDevOrders,
  savedLong,
  savedOrders,
  savedTunnel,
  session,
} from '../samples.ts';
import type { Scenario } from './scenarios.ts';

const minute = 60_000;

const sessions = () => [
  session(6, 'psql', { since: Date.now() - 40_000, sent: 812, received: 9_640 }),
  session(5, 'DBeaver 24.3.1 - Main <orders>', { sent: 184_000, received: 48_200_000 }),
  session(3, 'pg_dump', { since: Date.now() - 83 * minute, sent: 2_130, received: 10_737_418_240 }),
];

const withGateways = (gateways: readonly Gateway[]): Scenario => {
  const snapshot = { ...company(), gateways: [...gateways] };
  return { snapshot, prepare: (fake) => answerLikeMain(fake, snapshot) };
};

/** States of the gateways. */
export const gatewayScenarios: Readonly<Record<string, () => Scenario>> = {
  /** One with sessions, one without, one that is stopped, and one as long as they get. */
  gateways: () =>
    withGateways([
      gateway(savedOrders, { sessions: sessions() }),
      gateway(savedBilling),
      gateway(savedDevOrders, { port: 15_433, state: 'stopped' }),
      gateway(savedLong, {
        port: 13_307,
        sessions: [
          session(9, 'month-end-reconciliation-worker-of-the-ledger-team/4.11.0-SNAPSHOT+build.20261123', {
            since: Date.now() - 3 * 24 * 60 * minute,
            sent: 1_204_000_000_000,
            received: 999_400,
          }),
          session(8, '', { state: 'signing-in', since: Date.now() - 1_000, sent: 0, received: 0 }),
        ],
        sessionCount: 214,
      }),
    ]),
  gatewayOn: () => withGateways([gateway(savedOrders)]),
  gatewayError: () => withGateways([gateway(savedOrders, { state: 'stopped', error: portInUse(15_432) })]),
  gatewayFailure: () =>
    withGateways([
      gateway(savedOrders, {
        lastFailure: {
          at: Date.now() - 4 * minute,
          program: 'DBeaver 24.3.1',
          error: {
            code: 'access-denied',
            message: 'The local password is wrong.',
            hint: 'Copy it from “How to connect” into the client.',
          },
        },
      }),
    ]),
  gatewayOptions: () => withGateways([gateway(savedTunnel, { port: 15_434, idleMinutes: 60 })]),
  gatewayStopped: () => withGateways([gateway(savedBilling, { state: 'stopped', localTls: true })]),
  gatewayWaiting: () =>
    withGateways([
      gateway(savedOrders, {
        sessions: [
          session(8, 'psql', { state: 'waiting', since: Date.now() - 4_000, sent: 0, received: 0 }),
          ...sessions().slice(1),
        ],
        waitingFor: {
          code: 'sign-in-needed',
          message: 'The SSO session of platform-prod has ended.',
          hint: 'Sign in with the AWS CLI, then try again.',
          command: 'aws sso login --profile platform-prod',
        },
      }),
    ]),
};
