import { expect, it } from 'vitest';
import { succeed } from '../../../app/common/result.ts';
import { connection, idOf } from '../connections/sample-connection.ts';
import { gatewayModule } from './gateway-module.ts';

it('a connection that is reached through a proxy is served so, and the proxies are named each time', async () => {
  const one = {
    ...connection(),
    networkRoute: { kind: 'proxy', proxy: null, shared: { kind: 'direct' } },
  } as const;
  const { gateway, relay } = await gatewayModule([one]);
  expect(gateway.routesThroughGateway(one.id)).toBe(true);
  await gateway.start(one.id);
  expect(relay.listening.at(-1)).toMatchObject({
    isProxied: true,
    tunnel: null,
    connectAddress: one.address,
  });
  expect(await relay.events().onProxiesWanted?.(one.id)).toEqual(succeed(['direct']));
  expect(await relay.events().onProxiesWanted?.(idOf(9))).toMatchObject({
    error: { code: 'connection-not-found' },
  });
});
