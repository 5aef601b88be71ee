import { expect, it, vi } from 'vitest';
import { succeed } from '../../../app/common/result.ts';
import { endpointOf, type Connection } from '../../../app/connections/model.ts';
import { createSeenResources, type SeenResources } from '../../../app/connections/seen-resources.ts';
import { endpointsFrom } from '../../../app/endpoints/from-descriptions.ts';
import { instance } from '../endpoints/descriptions.ts';
import { connection } from './sample-connection.ts';

/** Remembering, with these connections and what was remembered before. */
async function remembering(connections: Connection[], before: SeenResources = {}) {
  const save = vi.fn(async (_value: SeenResources) => succeed(null));
  const onChanged = vi.fn();
  const seen = createSeenResources({
    file: { load: async () => ({ value: before, problem: null }), save },
    connections: () => connections,
    onChanged,
  });
  await seen.load();
  return { seen, save, onChanged, connections };
}

const saved = connection();
const scan = (resourceId: string, status: 'done' | 'scanning' = 'done') => ({
  profile: saved.profile,
  status,
  endpoints: endpointsFrom(
    { profile: saved.profile, region: saved.region },
    [instance('orders', { resourceId })],
    [],
  ),
});

it('learns once which database a connection leads to, and keeps to it', async () => {
  const { seen, save } = await remembering([saved]);
  await seen.learn(scan('db-1', 'scanning'));
  expect(seen.all()).toEqual({});
  await seen.learn(scan('db-1'));
  expect(seen.all()).toEqual({ [saved.id]: { endpointId: endpointOf(saved), resourceId: 'db-1' } });
  await seen.learn(scan('db-2'));
  expect(seen.all()[saved.id]?.resourceId).toBe('db-1');
  expect(save).toHaveBeenCalledTimes(1);
});

it('takes another one when that is said to be right', async () => {
  const { seen, onChanged } = await remembering([saved]);
  await seen.learn(scan('db-1'));
  expect(await seen.accept(saved, 'db-2')).toEqual(succeed({}));
  expect(seen.all()[saved.id]?.resourceId).toBe('db-2');
  expect(onChanged).toHaveBeenLastCalledWith(seen.all());
});

it('learns anew when a connection leads elsewhere, and forgets those that are gone', async () => {
  const gone = connection({ id: '00000000-0000-4000-8000-000000000001' });
  const { seen, connections } = await remembering([saved], {
    [saved.id]: { endpointId: 'another', resourceId: 'db-9' },
    [gone.id]: { endpointId: 'x', resourceId: 'db-8' },
  });
  await seen.learn(scan('db-1'));
  expect(seen.all()).toEqual({ [saved.id]: { endpointId: endpointOf(saved), resourceId: 'db-1' } });
  expect(connections).toHaveLength(1);
});
