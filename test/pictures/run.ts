import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Shot } from './connection-shots.ts';
import { shots } from './shots.ts';
import { openStudio } from './studio.ts';

/**
 * `npm run screenshots`: pictures of every screen and state in both themes, in `docs/screenshots`, and the
 * thumbnails that the tests compare with. To be looked at before they are committed.
 *
 *   npm run screenshots -- [FOLDER [pattern of names such as ^palette]]
 */
const root = join(import.meta.dirname, '..', '..');
const usual = join(root, 'docs', 'screenshots');
const [folder = usual, only = ''] = process.argv.slice(2);
const known = join(import.meta.dirname, 'known');

await mkdir(folder, { recursive: true });
await mkdir(known, { recursive: true });
const studio = await openStudio();
let findings = 0;
try {
  const wanted = shots.filter(([name]) => new RegExp(only).test(name));
  await Promise.all(wanted.map((shot) => picture(shot)));
} finally {
  await studio.close();
}
async function picture(shot: Shot): Promise<void> {
  const [name] = shot;
  const look = await studio.look(shot);
  for (const [theme, face] of Object.entries(look.faces)) {
    await writeFile(join(folder, `${name}-${theme}.png`), face.picture);
    // only pictures in their usual place are what the next ones are compared with
    if (resolve(folder) === usual) await writeFile(join(known, `${name}-${theme}.png`), face.thumbnail);
  }
  for (const finding of look.findings) console.log(`${name}: ${finding}`);
  findings += look.findings.length;
}

console.log(`${findings} findings; pictures in ${folder}`);
process.exitCode = findings === 0 ? 0 : 1;
