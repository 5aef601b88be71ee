import { describe, expect, it } from 'vitest';
import { identityEndOf, type Dependents } from '../../../app/connect/identity-end.ts';
import { identityEndNote } from '../../../app/connect/model.ts';
import { endpointOf } from '../../../app/connections/model.ts';
import { sampleConnection, sampleLease } from '../sample-requests.ts';

const now = Date.UTC(2026, 0, 1);
const ending = { profile: 'dev', endsAt: now + 5 * 60_000 };
const connection = { ...sampleConnection, name: 'orders', profile: 'dev', pinned: false };
const nothing: Dependents = { connections: [], gateways: [], leases: [], scans: [] };
const lease = { ...sampleLease, endpointId: 'dev|eu-west-1|db%3A5432', expiresAt: now + 60_000 };

describe('an identity that ends', () => {
  it.each<[string, Partial<Dependents>, readonly string[] | null]>([
    ['nothing', {}, null],
    ['a connection that is not in use', { connections: [connection] }, null],
    ['a pinned connection', { connections: [{ ...connection, pinned: true }] }, ['orders']],
    [
      'a pinned connection of another profile',
      { connections: [{ ...connection, pinned: true, profile: 'dev2' }] },
      null,
    ],
    [
      'a gateway that runs',
      { connections: [connection], gateways: [{ connectionId: connection.id, state: 'running' }] },
      ['orders'],
    ],
    [
      'a gateway that is stopped',
      { connections: [connection], gateways: [{ connectionId: connection.id, state: 'stopped' }] },
      null,
    ],
    ['a token', { leases: [lease] }, [lease.dbUser]],
    ['a token that has expired', { leases: [{ ...lease, expiresAt: now }] }, null],
    ['a token of another profile', { leases: [{ ...lease, endpointId: 'dev2|r|x' }] }, null],
    [
      'a token and the gateway of one connection',
      {
        connections: [connection],
        gateways: [{ connectionId: connection.id, state: 'running' }],
        leases: [{ ...lease, endpointId: endpointOf(connection), dbUser: connection.dbUser }],
      },
      ['orders'],
    ],
  ])('on which %s depends', (_what, over, dependents) => {
    const end = identityEndOf(ending, { ...nothing, ...over }, now);
    expect(end).toEqual(
      dependents === null ? null : { ...ending, dependents: [...dependents], count: dependents.length },
    );
  });

  it('names three and counts the rest', () => {
    const connections = ['a', 'b', 'c', 'd', 'e'].map((name, at) => ({
      ...connection,
      name,
      id: connection.id.replace(/^./, String(at)),
      pinned: true,
    }));
    const end = identityEndOf(ending, { ...nothing, connections }, now);
    expect(end).toMatchObject({ dependents: ['a', 'b', 'c'], count: 5 });
    expect(end === null ? null : identityEndNote(end, now)).toEqual({
      title: 'The AWS session of dev ends in 5 minutes',
      body: 'a, b, c and 2 more can log in until then. Renew the session in Latchkey.',
    });
  });

  it('is told in whole minutes, and one at least', () => {
    const said = (ms: number) =>
      identityEndNote({ ...ending, dependents: ['a'], count: 1 }, ending.endsAt - ms).title;
    expect([299_000, 60_000, 1_000].map(said)).toEqual([
      'The AWS session of dev ends in 5 minutes',
      'The AWS session of dev ends in 1 minute',
      'The AWS session of dev ends in 1 minute',
    ]);
  });
});
