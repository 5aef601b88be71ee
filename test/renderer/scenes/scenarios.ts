import type { Snapshot } from '../../../app/contract.ts';
import type { FakeBridge } from '../fake-bridge.ts';
import { answerLikeMain } from './fake-main.ts';
import { billing, company, endpoint, lease, orders, profile, scan } from '../samples.ts';
import { clientScenarios } from './client-scenarios.ts';
import { connectionScenarios } from './connection-scenarios.ts';
import { doctorScenarios } from './doctor-scenarios.ts';
import { findingScenarios } from './finding-scenarios.ts';
import { gatewayScenarios } from './gateway-scenarios.ts';
import { tunnelScenarios } from './tunnel-scenarios.ts';
import { mfaScenarios } from './mfa-scenarios.ts';
import { profileScenarios } from './profile-scenarios.ts';
import { signInScenarios } from './sign-in-scenarios.ts';
import { profileSetupScenarios } from './profile-setup-scenarios.ts';

/** What the window is to show: what main says first, and how it answers after that. */
export interface Scenario {
  readonly snapshot: Snapshot;
  readonly prepare?: (fake: FakeBridge) => void;
}

const unreachable = {
  code: 'unreachable',
  message: 'us-east-1 did not answer.',
  hint: 'Check the network, a VPN or a proxy.',
} as const;

/** Every state of the window that is worth a picture. */
export const scenarios: Readonly<Record<string, () => Scenario>> = {
  company: () => {
    const snapshot = company();
    return { snapshot, prepare: (fake) => answerLikeMain(fake, snapshot) };
  },
  failing: () => ({
    snapshot: company(),
    prepare: (fake) => {
      fake.answer('connect:copyToken', () => ({
        ok: false,
        error: {
          code: 'credentials-expired',
          message: 'The session of platform-prod has expired.',
          hint: 'Sign in with the AWS CLI, then try again.',
          command: 'aws sso login --profile platform-prod',
        },
      }));
      fake.answer('connect:open', () => ({
        ok: false,
        error: {
          code: 'terminal-not-found',
          message: 'No terminal was found.',
          hint: 'Looked for gnome-terminal, konsole, kitty, alacritty, wezterm and xterm on PATH.',
        },
      }));
    },
  }),
  expired: () => ({ snapshot: { ...company(), leases: [lease(orders, -30), lease(billing, 500)] } }),
  credentials: () => {
    const all = company();
    const ending = lease(orders, 260, { limitedBy: 'credentials', signedAt: Date.now() - 60_000 });
    const profiles = all.profiles.profiles.map((one) =>
      one.name === orders.profile
        ? {
            ...one,
            state: { status: 'usable' as const, expiry: { kind: 'at' as const, time: ending.expiresAt } },
          }
        : one,
    );
    return {
      snapshot: {
        ...all,
        profiles: { ...all.profiles, profiles },
        leases: [ending, lease(billing, 700, { certain: false })],
      },
    };
  },
  fresh: () => ({ snapshot: { ...company(), leases: [], signIns: {} } }),
  firstRun: () => ({ snapshot: { ...company(), leases: [], signIns: {}, connections: [] } }),
  update: () => ({
    snapshot: {
      ...company(),
      update: { status: 'available', version: '0.2.0' },
      settings: { ...company().settings, globalShortcut: 'Control+Shift+Space' },
    },
  }),
  proxy: () => ({
    snapshot: {
      ...company(),
      proxies: {
        choice: {
          use: 'own',
          own: { protocol: 'http', host: 'proxy.example.com', port: 3128, user: 'ana' },
          hasPassword: true,
          caFile: '/etc/ssl/example-inspection-ca.pem',
        },
        now: {
          proxies: [{ protocol: 'http', host: 'proxy.example.com', port: 3128, user: 'ana' }],
          saidBy: 'choice',
          problem: null,
        },
      },
    },
  }),
  noClient: () => ({
    snapshot: { ...company(), leases: [], programs: { clients: [], terminals: [], own: [] } },
  }),
  command: () => ({
    snapshot: {
      ...company(),
      command: {
        by: 'link',
        command: '/home/ada/.config/Latchkey/command/latchkey',
        link: '/home/ada/.local/bin/latchkey',
        status: 'installed',
        isOnPath: false,
      },
    },
  }),
  chromium: () => ({
    snapshot: {
      ...company(),
      host: 'chromium',
      notices: [
        {
          id: 'settings',
          error: {
            code: 'file-unreadable',
            message: 'settings.json could not be read and was set aside.',
            hint: 'It is beside the new one as settings.2026-11-23.json.',
          },
        },
      ],
    },
  }),
  mac: () => ({ snapshot: { ...company(), platform: 'darwin' } }),
  scanning: () => {
    const all = company();
    return {
      snapshot: {
        ...all,
        leases: [],
        progress: { done: 1, total: 3 },
        scans: [
          ...all.scans.slice(0, 1).map((one) => ({ ...one, status: 'scanning' as const })),
          scan([], { region: 'eu-west-1', status: 'scanning', finishedAt: null }),
          scan([], { profile: 'platform-dev', region: 'us-east-1', status: 'scanning', finishedAt: null }),
        ],
      },
    };
  },
  loading: () => ({
    snapshot: company(),
    prepare: (fake) => fake.answer('window:snapshot', () => new Promise(() => {})),
  }),
  failed: () => ({
    snapshot: company(),
    prepare: (fake) =>
      fake.answer('window:snapshot', () => ({
        ok: false,
        error: {
          code: 'internal',
          message: 'Something went wrong inside Latchkey.',
          hint: 'Try again. If it happens again, the log has the details.',
        },
      })),
  }),
  noFiles: () => ({
    snapshot: {
      ...company(),
      scans: [],
      leases: [],
      profiles: {
        profiles: [],
        files: [
          { path: '/home/someone/.aws/config', found: false },
          { path: '/home/someone/.aws/credentials', found: false },
        ],
        skipped: [],
        error: null,
      },
    },
  }),
  fileError: () => ({
    snapshot: {
      ...company(),
      scans: [],
      leases: [],
      profiles: {
        profiles: [],
        files: [{ path: '/home/someone/.aws/config', found: true }],
        skipped: [],
        error: {
          code: 'file-unreadable',
          message: '/home/someone/.aws/config cannot be read: permission denied.',
          hint: 'Let your user read it, then read it again.',
        },
      },
    },
  }),
  noUsable: () => {
    const all = company();
    const profiles = all.profiles.profiles.filter(({ state }) => state.status === 'unusable');
    return { snapshot: { ...all, scans: [], leases: [], profiles: { ...all.profiles, profiles } } };
  },
  noDatabases: () => ({
    snapshot: { ...company(), leases: [], scans: [scan([]), scan([], { region: 'eu-west-1' })] },
  }),
  offline: () => ({
    snapshot: {
      ...company(),
      leases: [],
      scans: [scan([], { problems: [{ call: 'DescribeDBInstances', error: unreachable }] })],
      profiles: {
        ...company().profiles,
        profiles: [profile('platform-prod', { status: 'unusable', error: unreachable })],
      },
    },
  }),
  offlineKnown: () => {
    const all = company();
    return {
      snapshot: {
        ...all,
        scans: all.scans.slice(0, 2).map((one) => ({
          ...one,
          problems: [{ call: 'DescribeDBInstances' as const, error: unreachable }],
        })),
      },
    };
  },
  ...clientScenarios,
  ...connectionScenarios,
  ...doctorScenarios,
  ...findingScenarios,
  ...gatewayScenarios,
  ...tunnelScenarios,
  ...mfaScenarios,
  ...profileScenarios,
  ...signInScenarios,
  ...profileSetupScenarios,
  many: () => {
    const all = company();
    const scans = ['us-east-1', 'us-west-2', 'eu-west-1'].map((region) =>
      scan(
        Array.from({ length: 10_000 }, (_, n) =>
          endpoint({
            name: `service-${n}-${n % 3 === 0 ? 'prod' : 'dev'}`,
            region,
            engine: n % 2 === 0 ? 'postgres' : 'mysql',
          }),
        ),
      ),
    );
    return { snapshot: { ...all, leases: [], scans } };
  },
};
