import type { Snapshot } from '../../../app/contract.ts';
import { endpointOf, type Connection } from '../../../app/connections/model.ts';
import * as collections from '../../../app/connections/collection.ts';
import type { Lease } from '../../../app/tokens/model.ts';
import type { Result } from '../../../app/common/result.ts';
import type { FakeBridge } from '../fake-bridge.ts';
import { answerClients } from './fake-clients.ts';
import { answerCopyAs } from './fake-copy-as.ts';
import { answerDoctor } from './fake-doctor.ts';
import { answerGateways } from './fake-gateway.ts';

/** What a request is for. */
export type SubjectRef =
  { readonly endpointId: string; readonly dbUser: string } | { readonly connectionId: string };

/** Has a fake answer as main does: tokens have leases, and what is saved is told of. */
export function answerLikeMain(
  fake: FakeBridge,
  snapshot: Pick<Snapshot, 'leases' | 'connections' | 'gateways' | 'programs' | 'scans'>,
): void {
  let { leases, connections } = snapshot;
  let collection: collections.Collection = { all: connections, removed: new Set() };
  let serial = 0;

  const leaseFor = (named: SubjectRef, deliveredTo: Lease['deliveredTo']): Lease => {
    const { endpointId, dbUser } = 'connectionId' in named ? nameOf(find(named.connectionId)) : named;
    const signedAt = Date.now();
    const lease: Lease = {
      endpointId,
      dbUser,
      deliveredTo,
      signedAt,
      expiresAt: signedAt + 900_000,
      limitedBy: 'token',
      certain: true,
    };
    leases = [...leases.filter((one) => one.endpointId !== endpointId || one.dbUser !== dbUser), lease];
    fake.emit('tokens:leases', leases);
    return lease;
  };

  const find = (id: string): Connection => {
    const found = connections.find((one) => one.id === id);
    if (found === undefined) throw new Error(`no connection ${id}`);
    return found;
  };

  fake.answer('connect:copyToken', (named) => ({ ok: true, value: leaseFor(named, 'clipboard') }));
  answerDoctor(fake);
  const gateways = answerGateways(fake, snapshot.gateways, find);
  answerCopyAs(fake, {
    gatewayOf: gateways.gatewayOf,
    connection: find,
    endpoint: (id) => snapshot.scans.flatMap(({ endpoints }) => endpoints).find((one) => one.id === id),
    leaseFor: (named) => leaseFor(named, 'clipboard'),
  });
  answerClients(fake, snapshot.programs, (client, named) => {
    const isThrough = 'connectionId' in named && gateways.opens(named.connectionId, client.direct === null);
    return isThrough ? null : leaseFor(named, client.id);
  });
  fake.answer('endpoints:remember', (input) => {
    fake.emit('endpoints:remembered', input);
    return { ok: true, value: {} };
  });
  const newId = (): string => {
    serial += 1;
    return `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`;
  };
  // the same functions as main's, so that an order or a copy's name is never a guess of the test
  const change = <T>(made: collections.Changed<T>): Result<T> => {
    if (!made.ok) return made;
    collection = made.value.collection;
    connections = collections.listOf(collection);
    fake.emit('connections:changed', connections);
    return { ok: true, value: made.value.value };
  };
  fake.answer('connections:save', ({ id, draft }) =>
    change(
      id === null
        ? collections.add(collection, draft, newId(), 1)
        : collections.edit(collection, id, draft, 1),
    ),
  );
  fake.answer('connections:duplicate', ({ connectionId }) =>
    change(collections.duplicate(collection, connectionId, newId(), 1)),
  );
  fake.answer('connections:remove', ({ connectionId }) =>
    change(collections.remove(collection, connectionId)),
  );
  fake.answer('connections:restore', ({ connectionId }) =>
    change(collections.restore(collection, connectionId)),
  );
  fake.answer('connections:pin', ({ connectionId, pinned }) =>
    change(collections.setLocal(collection, connectionId, { pinned })),
  );
  fake.answer('connections:move', ({ connectionId, before }) =>
    change(collections.move(collection, connectionId, before)),
  );
}

function nameOf(connection: Connection): { endpointId: string; dbUser: string } {
  return { endpointId: endpointOf(connection), dbUser: connection.dbUser };
}
