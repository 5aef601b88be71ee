import { expect, it } from 'vitest';
import { succeed } from '../../../app/common/result.ts';
import { targetOf, targetOfConnection } from '../../../app/connect/target.ts';
import { endpointsFrom } from '../../../app/endpoints/from-descriptions.ts';
import { resolveConnectAddress } from '../../../app/clients/connect-address.ts';
import { libpqVariables } from '../../../app/clients/catalogue/libpq.ts';
import { endpointOf } from '../../../app/connections/model.ts';
import { signingRegionOf } from '../../../app/endpoints/signing-region.ts';
import { connection } from '../connections/sample-connection.ts';
import { instance, scope } from '../endpoints/descriptions.ts';

const HOST = 'another.host.rds.amazonaws.com';

it('a token is for the host that AWS has named, and TLS is verified for no other', async () => {
  const [found] = endpointsFrom(scope, [instance('one', { address: { host: HOST, port: 5_433 } })], []);
  if (found?.address === undefined || found.address === null || found.family === null) {
    throw new Error('The endpoint has no address.');
  }
  const known = { ...found, address: found.address, family: found.family };
  const target = targetOf(
    { endpointId: found.id, dbUser: 'app' },
    {
      endpoint: () => succeed(known),
      connection: () => succeed(connection({})),
      signingRegion: ({ region }) => region,
    },
  );
  if (!target.ok) throw new Error(target.error.message);
  expect(target.value.token.request).toMatchObject({ host: HOST, port: 5_433 });
  expect(target.value.open).toMatchObject({ host: HOST, port: 5_433 });
});

it('a connect host is only where the socket goes: the token and TLS stay the database’s', async () => {
  const saved = connection({
    family: 'postgres',
    address: { host: HOST, port: 5_433 },
    networkRoute: { kind: 'address', address: { host: 'elsewhere.example', port: 15_000 } },
  });
  const { token, open } = targetOfConnection(saved);
  expect(token.request).toMatchObject({ host: HOST, port: 5_433 });
  const at = await resolveConnectAddress(open, async () => ['10.0.0.9']);
  if (!at.ok) throw new Error(at.error.message);
  expect(libpqVariables(at.value, '/ca.pem')).toMatchObject({
    PGHOST: HOST,
    PGHOSTADDR: '10.0.0.9',
    PGSSLMODE: 'verify-full',
  });
});

it('a token for a global cluster’s writer is signed for the region in which it is now', () => {
  const saved = connection({
    region: 'us-east-1',
    address: { host: 'ledger.global-a1b2c3.global.rds.amazonaws.com', port: 5_432 },
  });
  const get = (id: string) => (id === endpointOf(saved) ? { region: 'eu-west-1' } : undefined);
  expect(signingRegionOf(saved, get)).toBe('eu-west-1');
  const unknown = { ...saved, profile: 'another' };
  expect(signingRegionOf(unknown, get)).toBe('us-east-1');
  // any other name says its region itself
  const instance = connection({ region: 'us-east-1' });
  expect(signingRegionOf(instance, () => ({ region: 'eu-west-1' }))).toBe('us-east-1');
  const { token } = targetOfConnection(saved, signingRegionOf(saved, get));
  expect(token.request.region).toBe('eu-west-1');
  expect(token.endpointId).toBe(endpointOf({ ...saved, region: 'eu-west-1' }));
});
