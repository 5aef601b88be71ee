import type { AppPorts } from '../../app/create-app.ts';
import { fail, succeed } from '../../app/common/result.ts';
import { finish } from '../../app/common/steps.ts';
import type { ClientChoices } from '../../app/clients/model.ts';
import type { Connection } from '../../app/connections/model.ts';
import type { SeenResources } from '../../app/connections/seen-resources.ts';
import type { FoundNames } from '../../app/endpoints/account-names.ts';
import type { SignIns } from '../../app/endpoints/sign-ins.ts';
import type { GatewayChoice } from '../../app/gateway/model.ts';
import type { ModulePorts } from '../../app/modules.ts';
import type { DefaultRoute } from '../../app/tunnels/model.ts';
import type { RememberedNode } from '../../app/tunnels/remembered.ts';
import { defaultProxyChoice } from '../../app/proxies/model.ts';
import { defaultSettings } from '../../app/settings/model.ts';
import { memoryDiagnostics } from './diagnostics/memory-diagnostics.ts';
import { fakeLauncher, memoryFile } from './clients/fake-launcher.ts';
import { fakeRelay } from './gateway/fake-relay.ts';
import { configOf } from './profiles/config-of.ts';
import { memoryWriter } from './profiles/memory-writer.ts';
import { memorySignIn } from './sign-in/memory-sign-in.ts';
import { testClock } from './test-clock.ts';
import { fakeClipboard } from './tokens/fake-clipboard.ts';

/** The only origin that the application of a test answers. */
export const ORIGIN = 'latchkey-app://window';

/** What a test has otherwise than {@link memoryPorts}: parts of the ports of some modules. */
export type PortsOver = { readonly [M in keyof ModulePorts]?: Partial<ModulePorts[M]> } & {
  readonly surroundings?: Partial<Omit<AppPorts, keyof ModulePorts>>;
};

/**
 * The ports of an application whose machine is memory: no AWS, no programs, no disk.
 *
 * @param over what is otherwise, by module
 */
export function memoryPorts(over: PortsOver = {}) {
  const clock = testClock();
  const { clipboard, seen } = fakeClipboard();
  const ports: AppPorts = {
    trustedOrigin: ORIGIN,
    clock,
    newId: () => '7f9c24e5-3b1a-4c0d-8a6e-5f2b1c9d0e11',
    emit: () => undefined,
    report: () => undefined,
    window: { host: 'chromium', platform: 'linux', version: '0', openPage: async () => undefined },
    settings: {
      file: memoryFile(defaultSettings),
      chooseCaFile: async () => succeed(null),
      applyShortcut: null,
    },
    proxies: {
      store: {
        load: async () => ({ choice: defaultProxyChoice, password: '', problem: null }),
        save: async () => succeed(null),
      },
      askSystem: null,
      env: {},
      chooseCaFile: async () => succeed('/certs/proxy-ca.pem'),
      readCaFile: async () => succeed(''),
      govern: () => undefined,
    },
    updates: { updater: null },
    mfa: { showWindow: () => undefined },
    profiles: {
      files: {
        read: async () => ({ config: configOf([]), files: [], error: null }),
        watch: () => () => undefined,
        confirm: async () => succeed(null),
      },
      writer: memoryWriter({ config: null, credentials: null }),
      load: async () =>
        succeed({
          accessKeyId: 'AKIASECRET',
          secretAccessKey: 'SECRET',
          sessionToken: null,
          expiry: { kind: 'never' },
        }),
      limit: (task) => task(),
      identify: async () => fail('unreachable', 'No network.'),
      env: {},
      watchLogins: () => () => undefined,
      print: async () => '{}\n',
    },
    signIn: memorySignIn().ports,
    endpoints: {
      discovery: { page: async () => succeed({ found: {}, next: null }), forget: () => undefined },
      enabledRegions: async () => fail('access-denied', 'Nobody may ask.'),
      accountAlias: async () => fail('access-denied', 'Nobody may ask.'),
      accountNamesFile: memoryFile<FoundNames>({}),
      signInsFile: memoryFile<SignIns>({}),
      cache: { load: async () => [], save: async () => succeed(null) },
      inSlices: async (steps) => finish(steps),
    },
    connections: {
      file: memoryFile<Connection[]>([]),
      seenResourcesFile: memoryFile<SeenResources>({}),
      sharedFiles: { open: async () => succeed(null), save: async () => succeed(null) },
      chooseCaFile: async () => succeed(null),
    },
    tokens: {
      sign: async ({ host, port, dbUser }) => ({
        token: `${host}:${port}/?SECRET=${dbUser}`,
        signedAt: clock.now(),
        validUntil: clock.now() + 900_000,
      }),
      clipboard,
    },
    tunnels: {
      manager: {
        start: async () => fail('tunnel-target-offline', 'The node is not there.'),
        resume: async () => fail('tunnel-ended', 'It is over.'),
        terminate: async () => undefined,
      },
      search: {
        place: async () => succeed(null),
        managed: async () => succeed([]),
        instances: async () => succeed([]),
        rules: async () => succeed([]),
        clusters: async () => succeed([]),
        tasks: async () => succeed([]),
        containers: async () => succeed([]),
        interfaces: async () => succeed([]),
      },
      ssh: {
        start(_to, { onEnd }) {
          queueMicrotask(() => onEnd({ code: 'ssh-missing', detail: '' }));
          return { end: async () => undefined };
        },
      },
      showWindow: () => undefined,
      file: memoryFile<RememberedNode[]>([]),
      defaultRoutesFile: memoryFile<DefaultRoute[]>([]),
      answers: async () => true,
    },
    gateway: {
      file: memoryFile<GatewayChoice[]>([]),
      passwords: {
        get: async () => succeed({ password: 'local', isReplaced: false }),
        renew: async () => succeed({ password: 'local' }),
        forget: async () => undefined,
      },
      localCaFile: '/data/gateway-certificate.pem',
      relay: fakeRelay().start,
      portIsFree: async () => true,
      portHolder: async () => null,
    },
    clients: {
      launcher: fakeLauncher([]).launcher,
      resolveHost: async () => ['127.0.0.1'],
      choicesFile: memoryFile<ClientChoices>({ paths: {}, own: [] }),
      chooseProgram: async () => succeed(null),
    },
    doctor: {
      probes: () => ({ run: async () => ({ outcome: 'skipped' }), stop: () => undefined }),
      query: async () => succeed([]),
      onClockMeasured: () => undefined,
    },
    command: { link: null },
    connect: {
      resolveHost: async () => ['127.0.0.1'],
      caFile: async (own) => succeed(own ?? '/data/rds-ca.pem'),
      saveFile: async () => succeed(null),
    },
    links: { file: memoryFile<string[]>([]), confirm: async () => 'no' },
    diagnostics: memoryDiagnostics(),
  };
  return { ports: withOver(ports, over), clock, seen };
}

function withOver(ports: AppPorts, over: PortsOver): AppPorts {
  return {
    ...ports,
    ...over.surroundings,
    window: { ...ports.window, ...over.window },
    settings: { ...ports.settings, ...over.settings },
    proxies: { ...ports.proxies, ...over.proxies },
    updates: { ...ports.updates, ...over.updates },
    mfa: { ...ports.mfa, ...over.mfa },
    profiles: { ...ports.profiles, ...over.profiles },
    signIn: { ...ports.signIn, ...over.signIn },
    endpoints: { ...ports.endpoints, ...over.endpoints },
    connections: { ...ports.connections, ...over.connections },
    tokens: { ...ports.tokens, ...over.tokens },
    tunnels: { ...ports.tunnels, ...over.tunnels },
    gateway: { ...ports.gateway, ...over.gateway },
    clients: { ...ports.clients, ...over.clients },
    doctor: { ...ports.doctor, ...over.doctor },
    command: { ...ports.command, ...over.command },
    connect: { ...ports.connect, ...over.connect },
    links: { ...ports.links, ...over.links },
    diagnostics: { ...ports.diagnostics, ...over.diagnostics },
  };
}
