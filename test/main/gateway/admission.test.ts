import { expect, it } from 'vitest';
import { createAdmission } from '../../../main/gateway/admission.ts';
import type { Peer } from '../../../main/gateway/peer-user.ts';

const ends = { localAddress: '127.0.0.1', localPort: 1, remoteAddress: '127.0.0.1', remotePort: 2 };
const OWN = 1_000;

function admission(peer: Peer, ownUser: number | null = OWN) {
  let asked = 0;
  const admit = createAdmission(async () => {
    asked += 1;
    return peer;
  }, ownUser);
  return { admit, asked: () => asked };
}

it.each([
  ['this user’s', OWN, null],
  ['another user’s', 1_001, 'other-user'],
  ['root’s', 0, 'other-user'],
  ['one that is not listed', 'unseen', 'other-user'],
  ['one whose user the system does not tell', null, null],
] as const)('a gateway of one user only: %s client', async (_, peer, code) => {
  const { refusal } = await admission(peer).admit('own-user', ends, false);
  expect(refusal?.code ?? null).toBe(code);
});

it('says who it was, and what lets it in', async () => {
  const { refusal } = await admission(1_001).admit('own-user', ends, false);
  expect(refusal?.message).toContain('the id 1001');
  expect(refusal?.hint).toContain('Other users and containers');
});

it('a gateway for other users too lets them in, and asks who they are in a crowd only', async () => {
  const { admit, asked } = admission(1_001);
  expect(await admit('any-user', ends, false)).toEqual({ peer: null, refusal: null });
  expect(asked()).toBe(0);
  expect(await admit('any-user', ends, true)).toEqual({ peer: 1_001, refusal: null });
});

it('a port that is only kept lets in nobody, not even this user', async () => {
  const { refusal } = await admission(OWN).admit('nobody', ends, false);
  expect(refusal?.code).toBe('stopped');
});

it('asks nobody where there are no user ids, as on Windows', async () => {
  const { admit, asked } = admission(1_001, null);
  expect(await admit('own-user', ends, false)).toEqual({ peer: null, refusal: null });
  expect(asked()).toBe(0);
});
