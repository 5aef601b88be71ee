import type { Gateway } from '../../../app/gateway/model.ts';
import type { NetworkRoute, SshQuestion } from '../../../app/tunnels/model.ts';
import { answerLikeMain } from './fake-main.ts';
import {
  company,
  gateway,
  savedOrders,
  session,
  throughSessionManager,
  throughSsh,
  tunnel,
} from '../samples.ts';
import type { Scenario } from './scenarios.ts';

/** The company, whose orders are reached through a tunnel: of Session Manager, unless said. */
const withTunnel = (
  given: Partial<Gateway>,
  networkRoute: NetworkRoute = throughSessionManager,
  sshQuestions: SshQuestion[] = [],
): Scenario => {
  const { connections, ...rest } = company();
  const orders = { ...savedOrders, networkRoute };
  const snapshot = {
    ...rest,
    sshQuestions,
    connections: connections.map((one) => (one.id === orders.id ? orders : one)),
    gateways: [gateway(orders, given)],
  };
  return {
    snapshot,
    prepare(fake) {
      answerLikeMain(fake, snapshot);
      fake.answer('tunnels:findNodes', () => ({ ok: true, value: found }));
      fake.answer('tunnels:copyPolicy', () => ({ ok: true, value: {} }));
    },
  };
};

const found = {
  candidates: [
    {
      target: 'i-0b7c1d2e3f4a5b6c7',
      name: 'bastion',
      isBlocked: false,
      why: "Online in the database's VPC, and the database's security groups allow it.",
    },
    {
      target: 'i-04aa9b8c7d6e5f401',
      name: 'worker-2',
      isBlocked: true,
      why: "The database's security groups do not allow it.",
    },
  ],
  denied: [],
};

const hostKeyQuestion: SshQuestion = {
  id: 'question',
  destination: 'bastion',
  waiting: ['A client is waiting to connect to orders.'],
  kind: 'host-key',
  text: 'Are you sure you want to continue connecting (yes/no/[fingerprint])?',
  hostKey: {
    host: 'bastion.example.com (203.0.113.7)',
    type: 'ED25519',
    fingerprint: 'SHA256:2hQwCmPLyhXzvOyHTJ1gPMg5Wl0bwOGkWNhz3uxlxUY',
  },
};

const clients = [session(6, 'psql'), session(5, 'DBeaver 24.3.1 - Main <orders>')];

/** States of the tunnels. */
export const tunnelScenarios: Readonly<Record<string, () => Scenario>> = {
  tunnelOpen: () => withTunnel({ sessions: clients, tunnel: tunnel() }),
  sshFailed: () =>
    withTunnel(
      {
        lastFailure: {
          at: Date.now() - 60_000,
          program: 'psql',
          error: {
            code: 'ssh-host-changed',
            message: 'The key of the SSH server is not the one in your known_hosts file.',
            hint: 'Somebody may be in between. Ask whoever runs the server; if its key was replaced, remove the old one with ssh-keygen -R.',
          },
        },
      },
      throughSsh,
    ),
  sshAsks: () => withTunnel({}, throughSsh, [hostKeyQuestion]),
  tunnelUnused: () => withTunnel({ state: 'stopped' }),
  tunnelWaiting: () =>
    withTunnel({
      sessions: clients,
      tunnel: tunnel({ state: 'waiting-for-sign-in' }),
      waitingFor: {
        code: 'sign-in-needed',
        message: 'The SSO session of platform-prod has ended.',
        hint: 'Sign in, and the tunnel goes on.',
      },
    }),
  tunnelDenied: () =>
    withTunnel({
      lastFailure: {
        at: Date.now() - 60_000,
        program: 'psql',
        error: {
          code: 'tunnel-denied',
          message: 'AWS does not allow ssm:StartSession here.',
          hint: 'Ask for this permission. Copy policy, in the connection, has all that a tunnel needs.',
        },
      },
    }),
};
