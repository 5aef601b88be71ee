import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toStored } from '../../../app/connections/file-keys.ts';
import type { Connection } from '../../../app/connections/model.ts';
import { jsonFile } from '../../../main/files/json-file.ts';
import { clientChoicesSchema } from '../../../main/clients/state-file.ts';
import { connectionsSchema } from '../../../main/connections/state-file.ts';
import { signInsSchema } from '../../../main/endpoints/state-files.ts';
import { connection, idOf } from '../../app/connections/sample-connection.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const clock = { now: () => Date.UTC(2026, 0, 2) };

function saved(connections: readonly Connection[]) {
  const folder = temporaryFolder();
  const path = join(folder, 'connections.json');
  writeFileSync(path, JSON.stringify({ version: 1, data: connections.map(toStored) }));
  const file = () => jsonFile(path, connectionsSchema, clock);
  return { path, file, kept: () => readdirSync(folder).filter((name) => name.endsWith('.kept')) };
}

describe('saved connections with characters that hide or forge', () => {
  const forged = connection({
    name: 'orders\n\u001b]0;x\u0007\u200b',
    environment: { label: 'pr\u202eod', kind: 'prod' },
    notes: 'one\ntwo\u0007',
    profile: 'prod\u200b',
    dbUser: 'app\u202e',
    database: 'shop\u0000',
  });

  it('are cleaned, told of once, and never dropped', async () => {
    const { path, file, kept } = saved([connection({ id: idOf(2) }), forged]);
    const text = readFileSync(path, 'utf8');
    const { value, problem } = await file().load();
    expect(value).toEqual([
      connection({ id: idOf(2) }),
      {
        ...forged,
        name: 'orders ]0;x',
        environment: { label: 'prod', kind: 'prod' },
        notes: 'one\ntwo',
        profile: 'prod\ufffd',
        dbUser: 'app\ufffd',
        database: 'shop\ufffd',
      },
    ]);
    expect(problem).toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('held characters that nobody sees, and they were taken out.'),
    });
    // the file as it was is still there
    expect(kept()).toHaveLength(1);
    expect(readFileSync(join(path, '..', kept()[0] ?? ''), 'utf8')).toBe(text);
    expect(await file().load()).toEqual({ value, problem: null });
    expect(kept()).toHaveLength(1);
  });

  it('sign as nobody else than they named: what is taken out leaves a mark', async () => {
    const { file } = saved([connection({ profile: 'pro\u200bd', dbUser: 'ad\u00admin' })]);
    const [one] = (await file().load()).value;
    expect(one).toMatchObject({ profile: 'pro\ufffdd', dbUser: 'ad\ufffdmin' });
  });

  it('of whose name nothing is left are called by their host', async () => {
    const { file } = saved([connection({ name: '\u200b\u200b' })]);
    expect((await file().load()).value[0]?.name).toBe('orders.abc.eu-west-1.rds.amazonaws.com');
  });

  it('that are plain, in any script, are left alone', async () => {
    const list = [connection({ name: '本番 👩🏽\u200d💻', notes: 'one\n\ttwo' })];
    const { file, kept } = saved(list);
    expect(await file().load()).toEqual({ value: list, problem: null });
    expect(kept()).toEqual([]);
  });
});

it('sign-ins and own clients are cleaned the same way', () => {
  expect(signInsSchema.parse({ e: { dbUser: 'a\u200b', database: '' } })).toEqual({
    value: { e: { dbUser: 'a\ufffd', database: '' } },
    complete: true,
    cleaned: 1,
  });
  const own = { id: 'own-1', runsIn: 'window', families: ['mysql'], program: '/bin/sql', command: '' };
  expect(clientChoicesSchema.parse({ paths: {}, own: [{ ...own, name: 'My\u001b SQL' }] })).toMatchObject({
    value: { own: [{ name: 'My SQL' }] },
    complete: true,
    cleaned: 1,
  });
});
