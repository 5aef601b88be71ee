import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { configFileWriter } from '../../../main/profiles/write-config-files.ts';
import { bundleChild, ended, start, type Child } from '../connections/child-process.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const KILLS = 100;
const line = z.union([z.strictObject({ begun: z.int() }), z.strictObject({ done: z.int() })]);

const filler = '# comments that nobody may lose \u{1f511}\r\n'.repeat(2_000);
const files = {
  config: (number: number) => `${filler}[profile number-${number}]\nregion = r\n${filler}`,
  credentials: (number: number) => `${filler}[number-${number}]\naws_access_key_id = AKIA\n${filler}`,
};

/** Kills a child that was just told to begin, at a random moment of one of its first writes. */
async function killDuringWrite(child: Child): Promise<{ begun: number; done: number }> {
  const end = ended(child);
  let [begun, done] = [0, 0];
  const turn = 1 + Math.floor(Math.random() * 3);
  let seen = 0;
  let startedAt = 0;
  let takes = 15;
  let rest = '';
  const kill = (): void => {
    const at = performance.now() + Math.random() * takes * 1.2;
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

// starting Node a hundred times is most of the time
it(`${KILLS} kills in a row during a write to AWS’s files lose and damage nothing`, async () => {
  const folder = temporaryFolder();
  const script = await bundleChild(temporaryFolder(), new URL('write-child.ts', import.meta.url));
  const writer = configFileWriter({
    config: join(folder, 'config'),
    credentials: join(folder, 'credentials'),
  });
  const put = (number: number): void => {
    for (const file of ['config', 'credentials'] as const) {
      writeFileSync(join(folder, file), files[file](number), { mode: 0o600 });
    }
  };
  const seen = { inFlight: 0, halfWritten: 0, oneOfTwo: 0 };
  const spawnNext = (): Child => start([process.execPath, script, '1000', folder]);
  let next = spawnNext();
  let held = 1;
  for (let kill = 1; kill <= KILLS; kill += 1) {
    put(held);
    const child = next;
    next = spawnNext();
    const { begun, done } = await killDuringWrite(child);
    const known = Math.max(done, held);
    const numbers = (['config', 'credentials'] as const).map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const number = Number(/number-(\d+)/.exec(text)?.[1]);
      // whole, and exactly the state that was said to be written, or the one in flight
      expect(text === files[file](number), `kill ${kill}: ${file}`).toBe(true);
      expect([known, Math.max(begun, known)], `kill ${kill}: ${file}`).toContain(number);
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
      return number;
    });
    // what is kept is whole too
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.latchkey-backup'))) {
      const text = readFileSync(join(folder, name), 'utf8');
      const file = name.startsWith('config') ? 'config' : 'credentials';
      expect(text === files[file](Number(/number-(\d+)/.exec(text)?.[1])), `kill ${kill}: ${name}`).toBe(
        true,
      );
    }
    if (begun > done) seen.inFlight += 1;
    if (numbers[0] !== numbers[1]) seen.oneOfTwo += 1;
    if (readdirSync(folder).some((name) => name.endsWith('.new'))) seen.halfWritten += 1;
    await writer.sweep();
    expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([]);
    held = Math.max(...numbers);
  }
  next.kill('SIGKILL');
  console.log(`${KILLS} kills, the last state ${held}:`, seen);
  expect(seen.inFlight).toBeGreaterThan(KILLS / 4);
  expect(seen.halfWritten).toBeGreaterThan(0);
}, 600_000);
