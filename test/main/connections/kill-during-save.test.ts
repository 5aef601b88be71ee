import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Connection } from '../../../app/connections/model.ts';
import { connectionsSchema } from '../../../main/connections/state-file.ts';
import { jsonFile } from '../../../main/files/json-file.ts';
import { sweepReplaced } from '../../../main/files/replace-file.ts';
import { connection, idOf } from '../../app/connections/sample-connection.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { bundleChild, ended, start, type Child } from './child-process.ts';
import { numbered, numberIn } from './numbered.ts';

const KILLS = 200;
const CONNECTIONS = 60;
const line = z.union([z.strictObject({ begun: z.int() }), z.strictObject({ done: z.int() })]);

/** The numbers that the connections' notes have after a save: each was changed last by its own turn. */
function numbersAfter(save: number): number[] {
  return Array.from({ length: CONNECTIONS }, (_, index) => save - ((save - index) % CONNECTIONS));
}

/** Waits until a save has begun and a random part of the time that a save takes has passed, then kills. */
async function killDuringSave(child: Child): Promise<{ begun: number; done: number }> {
  const end = ended(child);
  let [begun, done] = [0, 0];
  const turn = 1 + Math.floor(Math.random() * 3);
  let seen = 0;
  let startedAt = 0;
  let takes = 4;
  let rest = '';
  const kill = (): void => {
    const at = performance.now() + Math.random() * takes * 1.2;
    // a timer is too coarse: a save takes a few milliseconds
    const look = (): void => void (performance.now() < at ? setImmediate(look) : child.kill('SIGKILL'));
    look();
  };
  child.stdout.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const one of lines) {
      const said = line.parse(JSON.parse(one));
      if ('done' in said) {
        done = said.done;
        takes = performance.now() - startedAt;
        continue;
      }
      begun = said.begun;
      startedAt = performance.now();
      seen += 1;
      if (seen === turn) kill();
    }
  });
  child.stdin.write('go');
  const { problem } = await end;
  expect(problem).toBe('');
  return { begun, done };
}

// starting Node two hundred times is most of the time: 30 s on a quiet computer, minutes on a busy one
it(`${KILLS} kills in a row during a save lose and damage nothing`, async () => {
  const script = await bundleChild(temporaryFolder());
  const folder = join(temporaryFolder(), 'data');
  mkdirSync(folder);
  const path = join(folder, 'connections.json');
  const file = () => jsonFile(path, connectionsSchema, Date);
  const first: Connection[] = numbersAfter(CONNECTIONS - 1).map((number, index) =>
    connection({ id: idOf(index), notes: numbered(number) }),
  );
  await file().save(first);

  const seen = { inFlight: 0, halfWritten: 0, notYetSaid: 0 };
  let held = CONNECTIONS - 1;
  const spawnNext = (): Child => start([process.execPath, script, 'save', folder]);
  // each waits for its turn, so that starting takes no time
  let next = spawnNext();
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const child = next;
    next = spawnNext();
    const { begun, done } = await killDuringSave(child);
    const acknowledged = Math.max(done, held);

    const { value, problem } = await file().load();
    expect(problem, `kill ${kill}`).toBeNull();
    held = Math.max(...value.map(numberIn));
    // exactly what was said to be saved, or that and the one in flight
    expect([acknowledged, Math.max(begun, acknowledged)], `kill ${kill}`).toContain(held);
    expect(value.map(numberIn), `kill ${kill}`).toEqual(numbersAfter(held));
    expect(value.map(({ notes: _notes, changedAt: _changedAt, ...rest }) => rest)).toEqual(
      first.map(({ notes: _notes, changedAt: _changedAt, ...rest }) => rest),
    );

    if (begun > done) seen.inFlight += 1;
    if (readdirSync(dirname(path)).some((name) => name.endsWith('.new'))) seen.halfWritten += 1;
    await sweepReplaced([path]);
    expect(readdirSync(dirname(path)).filter((name) => name.endsWith('.new'))).toEqual([]);
    if (held > acknowledged) seen.notYetSaid += 1;
  }
  next.kill('SIGKILL');
  // the kills did meet saves: before the rename a half-written file is left, after it the state is not yet said
  console.log(`${KILLS} kills, the last state ${held}:`, seen);
  expect(seen.inFlight).toBeGreaterThan(KILLS / 4);
  expect(seen.halfWritten).toBeGreaterThan(0);
  expect(readdirSync(folder).filter((name) => name.endsWith('.kept'))).toEqual([]);
}, 600_000);
