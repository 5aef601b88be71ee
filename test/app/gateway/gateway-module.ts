import { vi } from 'vitest';
import type { Connection } from '../../../app/connections/model.ts';
import { fail, succeed, type Result } from '../../../app/common/result.ts';
import type { Gateway, GatewayChoice } from '../../../app/gateway/model.ts';
import { createGateway } from '../../../app/gateway/service.ts';
import { testClock } from '../test-clock.ts';
import { fakeRelay } from './fake-relay.ts';

/** The gateway module over a relay, a file and a key store that a test gives. */
export async function gatewayModule(
  connections: readonly Connection[],
  stored: readonly GatewayChoice[] = [],
  areKnown = true,
) {
  const clock = testClock();
  const relay = fakeRelay();
  const world = {
    connections: [...connections],
    onDisk: [...stored],
    save: (): Result<null> => succeed(null),
    sign: async (): Promise<Result<string>> => succeed('token'),
    busyPorts: new Set<number>(),
    replaced: false,
    password: 1,
    forgotten: [] as string[],
  };
  const onChanged = vi.fn<(list: Gateway[]) => void>();
  const onNotice = vi.fn();
  const gateway = createGateway({
    file: {
      load: async () => ({ value: world.onDisk, problem: null }),
      async save(value) {
        const saved = world.save();
        if (saved.ok) world.onDisk = value;
        return saved;
      },
    },
    passwords: {
      get: async () => succeed({ password: `local${world.password}`, isReplaced: world.replaced }),
      renew: async () => succeed({ password: `local${(world.password += 1)}` }),
      forget: async (ids) => void world.forgotten.push(...ids),
    },
    localCaFile: '/data/gateway-certificate.pem',
    relay: relay.start,
    explain: async () => null,
    sessions: {
      start: async () => fail('tunnel-none-found', 'There is no node.'),
      resume: async () => fail('tunnel-ended', 'It is over.'),
      worked: () => undefined,
      proxies: async () => succeed(['direct']),
      end: () => undefined,
      defaultRouteOf: () => ({ kind: 'direct' }),
    },
    portIsFree: async (port) => !world.busyPorts.has(port),
    stopAsking: () => undefined,
    portHolder: async () => 'nginx (process 7)',
    clock,
    connection(id) {
      const found = world.connections.find((one) => one.id === id);
      return found === undefined ? fail('connection-not-found', 'Gone.') : succeed(found);
    },
    connectionsAreKnown: () => areKnown,
    caFile: () => null,
    sign: () => world.sign(),
    onChanged,
    onNotice,
  });
  await gateway.load();
  return { gateway, relay, world, clock, onChanged, onNotice, one: () => gateway.list()[0] };
}
