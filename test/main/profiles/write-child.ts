import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { editConfig } from '../../../app/profiles/config-files/edit-config.ts';
import { readAwsConfig } from '../../../app/profiles/config-files/read-config.ts';
import { configFileWriter } from '../../../main/profiles/write-config-files.ts';

/*
 * A process of its own that renames the one profile of two files again and again, each time to the next number, and
 * that a test can kill or give another user. Its first argument is how often, its second a folder.
 */

const say = (line: unknown): void => void writeSync(1, `${JSON.stringify(line)}\n`);

const [times = '', folder = ''] = process.argv.slice(2);
const writer = configFileWriter({ config: join(folder, 'config'), credentials: join(folder, 'credentials') });

await once(process.stdin, 'data');
for (let turn = 0; turn < Number(times); turn += 1) {
  const read = await writer.read();
  if (!read.ok) throw new Error(read.error.message);
  const texts = read.value;
  const names = [
    ...readAwsConfig({ config: texts.config ?? '', credentials: texts.credentials ?? '' }).profiles.keys(),
  ];
  const from = names.find((name) => name.startsWith('number-')) ?? '';
  const number = Number(from.slice('number-'.length)) + 1;
  const edited = editConfig(texts, { kind: 'rename', from, to: `number-${number}` });
  if (!edited.ok) throw new Error(edited.error.message);
  say({ begun: number });
  const written = await writer.write(
    edited.value.map(({ file, text }) => ({ file, before: texts[file], after: text })),
  );
  if (!written.ok) {
    say({ failed: written.error });
    break;
  }
  say({ done: number });
}
process.exit(0);
