import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { storedConnection, toStored } from '../../../app/connections/file-keys.ts';
import { connection as connectionSchema, type Connection } from '../../../app/connections/model.ts';
import { failure } from '../../../app/common/result.ts';
import { connectionsSchema } from '../../../main/connections/state-file.ts';
import { jsonFile } from '../../../main/files/json-file.ts';
import { connection, idOf } from '../../app/connections/sample-connection.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { bundleChild, ended, start } from './child-process.ts';

/** A user without rights, for where the tests run as root, whom no mode of a folder stops. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

const report = z.strictObject({
  problem: failure.nullable(),
  failure: failure.nullable(),
  held: z.array(connectionSchema),
  onDisk: z.strictObject({ version: z.literal(1), data: z.array(storedConnection) }),
});

type Stored = ReturnType<typeof toStored>;

const bundle = mkdtempSync(join(tmpdir(), 'latchkey child-'));
let script = '';
beforeAll(async () => {
  script = await bundleChild(bundle);
}, 120_000);
afterAll(() => rmSync(bundle, { recursive: true, force: true }));

/** What the child says after saving until something stops it. */
async function fill(before: readonly string[], folder: string, user: { uid?: number; gid?: number } = {}) {
  const { out, problem } = await ended(start([...before, process.execPath, script, 'fill', folder], user));
  expect(problem).toBe('');
  return report.parse(JSON.parse(out));
}

/** A folder that holds two connections, and a way to read it anew. */
async function stored() {
  const folder = join(temporaryFolder(), 'data');
  const path = join(folder, 'connections.json');
  const file = () => jsonFile(path, connectionsSchema, { now: () => Date.UTC(2026, 0, 2) });
  const list: Connection[] = [1, 2].map((number) => connection({ id: idOf(number), name: `db ${number}` }));
  expect(await file().save(list)).toMatchObject({ ok: true });
  const kept = () => readdirSync(folder).filter((name) => name.endsWith('.kept'));
  return { folder, path, file, list, kept, text: readFileSync(path, 'utf8') };
}

/** A disk of 256 KiB in a mount namespace of the child's own; `$1` is the folder to mount it on. */
const SMALL_DISK = 'mount -t tmpfs -o size=256k,mode=755 tmpfs "$1" && shift && exec "$@"';
const canMount = spawnSync('unshare', ['-Urm', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt']).status === 0;

describe('a disk with no room', () => {
  it.each([
    // every system has this one: no file may grow beyond 128 KiB, which stops a write as a full disk does
    {
      name: 'a limit on the size of files',
      before: ['sh', '-c', 'ulimit -f 256 && exec "$@"', 'sh'],
      code: 'EFBIG',
    },
    // and where namespaces may be made, as in most containers of one's own, a real one
    ...(canMount
      ? [
          {
            name: 'a full disk',
            before: ['unshare', '-Urm', 'sh', '-c', SMALL_DISK, 'sh', '@'],
            code: 'ENOSPC',
          },
        ]
      : []),
  ])('($name) is said, and the list and the file stay as they were', async ({ before, code }) => {
    const folder = temporaryFolder();
    const { failure, held, onDisk } = await fill(
      before.map((word) => (word === '@' ? folder : word)),
      folder,
    );
    expect(failure).toEqual({
      code: 'file-unwritable',
      message: `connections.json could not be written: there is no room for it (${code}).`,
      hint: expect.stringMatching(/^Free some space where .* is, then try again\. The file is as it was\.$/),
    });
    expect(held.length).toBeGreaterThan(5);
    expect(held.length).toBeLessThan(100);
    expect(onDisk.data).toEqual(held);
  });
});

it('a folder that may not be written to is said, and the list and the file stay as they were', async () => {
  const { folder, path, list, text } = await stored();
  chmodSync(join(folder, '..'), 0o755);
  if (isRoot) for (const one of [folder, path]) chownSync(one, NOBODY, NOBODY);
  chmodSync(folder, 0o555);
  const { problem, failure, held } = await fill([], folder, isRoot ? { uid: NOBODY, gid: NOBODY } : {});
  chmodSync(folder, 0o755);
  expect(problem).toBeNull();
  expect(failure).toEqual({
    code: 'file-unwritable',
    message: 'connections.json could not be written: its folder may not be written to (EACCES).',
    hint: `Check the permissions of ${folder}. The file is as it was.`,
  });
  expect(held).toEqual(list);
  expect(readFileSync(path, 'utf8')).toBe(text);
});

describe('a damaged file in a folder that may not be written to', () => {
  it('is said, and neither moved nor overwritten', async () => {
    const { folder, path, list } = await stored();
    const text = JSON.stringify({ version: 1, data: [...list, 'bad'] });
    writeFileSync(path, text);
    chmodSync(join(folder, '..'), 0o755);
    if (isRoot) for (const one of [folder, path]) chownSync(one, NOBODY, NOBODY);
    chmodSync(folder, 0o555);
    const child = start(
      [process.execPath, script, 'fill', folder],
      isRoot ? { uid: NOBODY, gid: NOBODY } : {},
    );
    const { out } = await ended(child);
    chmodSync(folder, 0o755);
    const said = z.looseObject({ problem: failure, failure }).parse(JSON.parse(out));
    expect(said.problem.message).toBe('connections.json has damaged entries. It could not be set aside.');
    expect(said.failure.code).toBe('file-unwritable');
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});

describe('a file', () => {
  it('of a newer version is kept whole and said, and what is saved then goes beside it', async () => {
    const { folder, path, file, list, kept } = await stored();
    const newer = JSON.stringify({ version: 2, data: { groups: list } });
    writeFileSync(path, newer);
    const state = file();
    expect(await state.load()).toEqual({
      value: [],
      problem: {
        code: 'file-unreadable',
        message:
          'connections.json was written by a newer Latchkey. It was kept as connections.json.2026-01-02T00-00-00-000Z.kept.',
        hint: 'Update Latchkey, quit it and give the file its old name back. Nothing was deleted.',
      },
    });
    expect(await state.save(list)).toMatchObject({ ok: true });
    expect(kept().map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual([newer]);
    expect(await file().load()).toEqual({ value: list, problem: null });
  });

  it('that was cut off anywhere is kept as it is and said', async () => {
    const { folder, path, file, text, kept, list } = await stored();
    const whole = text.trimEnd();
    for (let length = 0; length < whole.length; length += 97) {
      writeFileSync(path, whole.slice(0, length));
      const { value, problem } = await file().load();
      expect(value).toEqual([]);
      expect(problem).toMatchObject({
        message: expect.stringMatching(/^connections\.json is damaged\. It was kept as .*\.kept\.$/),
        hint: 'What could be read is in use. Nothing was deleted.',
      });
      const name = /kept as (\S+)\.$/.exec(problem?.message ?? '')?.[1] ?? '';
      expect(readFileSync(join(folder, name), 'utf8')).toBe(whole.slice(0, length));
    }
    expect(kept().length).toBe(Math.ceil(whole.length / 97));
    writeFileSync(path, text);
    expect(await file().load()).toEqual({ value: list, problem: null });
  });

  it.each([
    ['damaged', (one: Stored) => ({ ...one, sign: { host: 'a', port: 0 } })],
    ['missing a field', ({ dbUser: _dbUser, ...one }: Stored) => one],
    ['of a form to come', (one: Stored) => ({ ...one, gateway: 5_432 })],
    ['no entry', () => null],
    ['there twice', () => toStored(connection({ id: idOf(1), name: 'again' }))],
  ])('with one entry that is %s keeps all others, and itself beside', async (_what, spoil) => {
    const { folder, path, file, list, kept } = await stored();
    const text = JSON.stringify({
      version: 1,
      data: [...list.map(toStored), spoil(toStored(connection({ id: idOf(3) })))],
    });
    writeFileSync(path, text);
    expect(await file().load()).toEqual({
      value: list,
      problem: {
        code: 'file-unreadable',
        message:
          'connections.json has damaged entries. It was kept as connections.json.2026-01-02T00-00-00-000Z.kept.',
        hint: 'All other entries are in use. Nothing was deleted.',
      },
    });
    expect(kept().map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual([text]);
    expect(await file().load()).toEqual({ value: list, problem: null });
  });

  it('that is not there yet is no problem', async () => {
    const folder = join(temporaryFolder(), 'new');
    mkdirSync(folder);
    const file = jsonFile(join(folder, 'connections.json'), connectionsSchema, Date);
    expect(await file.load()).toEqual({ value: [], problem: null });
  });
});
