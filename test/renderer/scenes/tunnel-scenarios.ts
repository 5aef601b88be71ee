import type { Snapshot } from '../../../app/contract.ts';
import type { Gateway } from '../../../app/gateway/model.ts';
import type { NetworkRoute, SshQuestion } from '../../../app/tunnels/model.ts';
import { answerLikeMain } from './fake-main.ts';
import {
  company,
  connection,
  endpoint,
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
      target: 'ecs:tools_4d1e5f6a7b8c9d0e1f2a3b4c5d6e7f80_4d1e5f6a7b8c9d0e1f2a3b4c5d6e7f80-2659278250',
      name: 'ECS admin app',
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
const nothingYet = { connections: 1, sent: 0, received: 0, roundTripMs: null, lastResume: null };

const clients = [session(6, 'psql'), session(5, 'DBeaver 24.3.1 - Main <orders>')];

const vault = endpoint({
  name: 'vault',
  publiclyAccessible: false,
  vpc: 'vpc-0a4b8c2d6e1f39570',
  resourceId: 'db-VAULT',
});

/** The company with a private database, for which the user is known and which does not answer from here. */
const withPrivate = (given: Partial<Snapshot> = {}): Scenario => {
  const { scans, signIns, ...rest } = company();
  const snapshot: Snapshot = {
    ...rest,
    scans: scans.map((scan) =>
      scan.profile === vault.profile && scan.region === vault.region
        ? { ...scan, endpoints: [...scan.endpoints, vault] }
        : scan,
    ),
    signIns: { ...signIns, [vault.id]: { dbUser: 'app_readonly', database: 'vault' } },
    ...given,
  };
  return {
    snapshot,
    prepare(fake) {
      answerLikeMain(fake, snapshot);
      fake.answer('tunnels:answers', () => ({ ok: true, value: { answers: false } }));
    },
  };
};

/** The private database, saved and reached through Session Manager. */
const savedVault = connection(vault, {
  networkRoute: throughSessionManager,
  dbUser: 'app_readonly',
  database: 'vault',
});

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
  tunnelAsked: () => withPrivate(),
  tunnelPrivate: () =>
    withPrivate({
      defaultRoutes: [{ network: vault.vpc ?? '', route: throughSessionManager }],
      connections: [savedVault],
      gateways: [gateway(savedVault, { sessions: clients, tunnel: tunnel() })],
    }),
  tunnelStarting: () =>
    withTunnel({
      sessions: [session(6, 'psql', { state: 'signing-in', sent: 0, received: 0 })],
      tunnel: tunnel({ ...nothingYet, state: 'connecting' }),
    }),
  tunnelReconnecting: () => withTunnel({ sessions: clients, tunnel: tunnel({ state: 'resuming' }) }),
  tunnelLost: () =>
    withTunnel({
      tunnel: {
        ...tunnel(),
        sessions: [],
        lastEnd: { code: 'tunnel-lost', detail: 'no network', at: Date.now() - 60_000 },
      },
    }),
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
