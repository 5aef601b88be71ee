import { vi } from 'vitest';
import type { Connection, Draft } from '../../../app/connections/model.ts';
import { createConnections } from '../../../app/connections/service.ts';
import { succeed, type Result } from '../../../app/common/result.ts';
import type { Profile } from '../../../app/profiles/model.ts';
import type { AssumedProfile, SsoProfile } from '../../../app/profiles/ports.ts';
import { testClock } from '../test-clock.ts';
import { noProfiles } from './no-profiles.ts';
import { connection, idOf } from './sample-connection.ts';

/** The connections module over a file and dialogs that a test gives. */
export async function connectionsModule(initial: readonly Connection[] = []) {
  const clock = testClock();
  const world = {
    /** What the file holds. */
    onDisk: [...initial],
    save: async (): Promise<Result<null>> => succeed(null),
    caFile: succeed<string | null>('/chosen.pem'),
    opened: succeed<{ name: string; text: string } | null>(null),
    exported: succeed<{ name: string } | null>({ name: 'team.json' }),
    /** The names of the profiles that there are. */
    here: [] as string[],
    sso: [] as SsoProfile[],
    assumed: [] as AssumedProfile[],
  };
  let ids = 900;
  const onChanged = vi.fn<(list: Connection[]) => void>();
  const saveShared = vi.fn<(name: string, text: string) => Promise<Result<{ name: string } | null>>>(
    async () => world.exported,
  );
  const saves = vi.fn<(value: Connection[]) => void>();
  const connections = createConnections({
    file: {
      load: async () => ({ value: world.onDisk, problem: null }),
      async save(value) {
        saves(value);
        const saved = await world.save();
        if (saved.ok) world.onDisk = value;
        return saved;
      },
    },
    clock,
    newId: () => idOf((ids += 1)),
    chooseCaFile: async () => world.caFile,
    sharedFiles: { open: async () => world.opened, save: saveShared },
    profiles: {
      list: () => ({ ...noProfiles.list(), profiles: world.here.map(profileNamed) }),
      ssoProfiles: async () => world.sso,
      assumedProfiles: async () => world.assumed,
    },
    onChanged,
  });
  await connections.load();
  return {
    clock,
    world,
    connections,
    onChanged,
    saves,
    saveShared,
    names: () => connections.list().map(({ name }) => name),
  };
}

function profileNamed(name: string): Profile {
  return {
    name,
    kind: 'sso',
    region: null,
    state: { status: 'checking' },
    chain: [],
    unused: [],
    identity: null,
  };
}

/** What the user typed. */
export function draft(over: Partial<Draft> = {}): Draft {
  const { id: _id, pinned: _pinned, changedAt: _changedAt, usedAt: _usedAt, ...rest } = connection();
  return { ...rest, ...over };
}

/** Connections a, b, c … with ids 1, 2, 3 … */
export function named(...names: string[]): Connection[] {
  return names.map((name, index) => connection({ id: idOf(index + 1), name }));
}
