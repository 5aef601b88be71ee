import { randomUUID } from 'node:crypto';
import { isPlainLine } from '../../app/common/text/plain-text.ts';
import { createImports } from '../../app/connections/imports.ts';
import { connections, importPreview } from '../../app/connections/model.ts';
import { toStored } from '../../app/connections/file-keys.ts';
import { readShared, writeShared } from '../../app/connections/sharing.ts';
import { connectionsSchema } from '../../main/connections/state-file.ts';
import { connection, idOf } from '../app/connections/sample-connection.ts';
import { eachInput, must, type Tally } from './each-input.ts';
import { mutateText, type Dice } from './mutations.ts';

const mine = [
  connection({ id: idOf(1), name: 'orders', pinned: true }),
  connection({ id: idOf(9), name: 'mine' }),
];
const shared = [
  connection({ id: idOf(1), name: 'orders', notes: 'line 1\nline 2' }),
  connection({
    id: idOf(2),
    name: 'billing · prod',
    networkRoute: { kind: 'address', address: { host: 'localhost', port: 1 } },
    client: 'psql',
  }),
  connection({ id: idOf(3), name: 'a "b"', environment: null, family: 'mysql', database: 'shop' }),
];
const text = writeShared(shared);
/** In place of any value of the file. */
const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  65_536,
  2 ** 53,
  '',
  'x'.repeat(5_000),
  '/var/run/postgresql',
  'a\nb',
  '\u001b[2J',
  '\u202etxet',
  [],
  {},
  [[[[]]]],
  { host: 'x' },
  Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`key ${at}`, at])),
  JSON.parse('{"__proto__":{"name":"x"}}'),
];

/** Changed shared files: each is refused whole, or what is taken of it is sound, can be shown, saved and shared again. */
export async function fuzzSharedFiles(count: number, seed: number): Promise<Tally> {
  return eachInput(count, seed, (dice) => {
    const changed = dice.roll(2) === 0 ? mutateText(text, dice) : changedValues(dice);
    const imports = createImports(randomUUID);
    const begun = imports.begin(
      { name: 'shared.json', text: changed },
      mine,
      (profile) => profile === 'prod',
    );
    if (!begun.ok) {
      must(begun.error.code === 'file-unreadable' && isPlainLine(begun.error.message), 'a refusal says why');
      return 'refused';
    }
    const { refused, entries, id } = importPreview.parse(begun.value);
    for (const { which, why } of refused)
      must(isPlainLine(which) && isPlainLine(why), `${which}: ${why} can be shown`);
    const merged = imports.merge(id, mine, []);
    if (!merged.ok) throw new Error(merged.error.message);
    const list = connections.parse(merged.value.list);
    must(
      list.some((one) => one.name === 'mine'),
      'what was there stays',
    );
    const saved = connectionsSchema.parse(JSON.parse(JSON.stringify(list.map(toStored))));
    must(saved !== null && saved.complete && saved.value.length === list.length, 'all of it can be saved');
    const again = readShared(writeShared(list));
    must(again.ok && again.value.refused.length === 0, 'all of it can be shared again');
    return entries.length === 0 ? 'empty' : refused.length === 0 ? 'taken' : 'taken in part';
  });
}

/** The file with some of its values replaced, left out, repeated, or under another key. */
function changedValues(dice: Dice): string {
  const file: unknown = JSON.parse(text);
  for (let left = 1 + dice.roll(3); left > 0; left -= 1) changeIn(file, dice);
  return JSON.stringify(file);
}

function changeIn(within: unknown, dice: Dice): void {
  if (typeof within !== 'object' || within === null) return;
  const keys = Object.keys(within);
  const key = keys[dice.roll(keys.length)];
  if (key === undefined) return;
  const value: unknown = Reflect.get(within, key);
  if (typeof value === 'object' && value !== null && dice.roll(5) > 0) return changeIn(value, dice);
  switch (dice.roll(4)) {
    case 0:
      return void Reflect.deleteProperty(within, key);
    case 1:
      return void Reflect.set(within, `${key}2`, value);
    case 2:
      return void Reflect.set(
        within,
        key,
        typeof value === 'string' ? mutateText(value, dice) : [value, structuredClone(value)],
      );
    default:
      return void Reflect.set(within, key, structuredClone(VALUES[dice.roll(VALUES.length)]));
  }
}
