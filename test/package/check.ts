import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import clipboardy from 'clipboardy';
import startDisplay from '../e2e/display.ts';
import { psqlWith } from '../e2e/sign-in.ts';
import { sandboxEnvironment } from '../sandbox/aws-files.ts';
import { DEMO_SIGN_IN, prepareDataFolder } from '../sandbox/data-folder.ts';
import { startSandbox } from '../sandbox/start-sandbox.ts';
import { drive, until } from './drive.ts';
import { lookInside, readFuses } from './inside.ts';

// `npm run test:package`: makes the package for Linux, looks at what is inside, and does the main job with it.
const root = join(import.meta.dirname, '..', '..');
const packaged = join(root, 'dist', 'linux-unpacked');
const program = join(packaged, 'latchkey-desktop');
const resources = join(packaged, 'resources');
const TIMEOUT_MS = 90_000;

const failures: string[] = [];
function expect(holds: boolean, what: string): void {
  console.log(`${holds ? 'ok  ' : 'FAIL'}  ${what}`);
  if (!holds) failures.push(what);
}

if (!process.argv.includes('--as-it-is')) {
  await rm(packaged, { recursive: true, force: true });
  const made = spawnSync('npm', ['run', '--silent', 'package', '--', '--linux', '--dir'], {
    cwd: root,
    stdio: 'inherit',
  });
  expect(made.status === 0, 'npm run package -- --linux --dir');
}

const archive = join(resources, 'app.asar');
const inside = lookInside(archive);
for (const { path, bytes } of inside.files) console.log(`${String(bytes).padStart(10)}  ${path}`);
expect(inside.strange.length === 0, `nothing strange inside ${inside.strange.join(' ')}`);
expect(
  !inside.keys.some((key) => ['dependencies', 'devDependencies', 'scripts', 'build'].includes(key)),
  `package.json holds ${inside.keys.join(', ')}`,
);
expect(
  !existsSync(join(resources, 'app')),
  'no folder beside the archive that another application may come from',
);
expect(!existsSync(join(resources, 'default_app.asar')), 'no default application');
expect(!existsSync(join(resources, 'app-update.yml')), 'no feed, because none was given');
for (const { name, on, right } of await readFuses(program))
  expect(right, `fuse ${name} is ${on ? 'on' : 'off'}`);
const code = inside.files
  .filter(({ path }) => path.startsWith('/out/'))
  .reduce((sum, { bytes }) => sum + bytes, 0);
console.log(`application code: ${megabytes(code)} MB, archive: ${megabytes(statSync(archive).size)} MB`);

const stopDisplay = await startDisplay();
const sandbox = await startSandbox({ without: ['mysql'] });
const dataFolder = await mkdtemp(join(tmpdir(), 'latchkey-package-'));
await prepareDataFolder(sandbox, dataFolder);
const { postgres } = sandbox;
if (postgres === null) throw new Error('The sandbox has no PostgreSQL.');
await postgres.ready;
await clipboardy.write('nothing yet');

const env = sandboxEnvironment(process.env, sandbox.env);
const rootFlags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const latchkey = await drive(program, [...rootFlags, `--user-data-dir=${dataFolder}`], env, TIMEOUT_MS);
// the search has the keyboard from the start; what was typed before it listened is typed again
const token = await until(TIMEOUT_MS, async () => {
  await latchkey.press('ctrl+a');
  await latchkey.type('latchkey-demo');
  await latchkey.press('ctrl+c');
  return until(3_000, async () => {
    const text = await clipboardy.read();
    return text.startsWith(`${postgres.host}:${postgres.port}/?Action=connect`) ? text : null;
  });
});
expect(true, 'a name typed and Ctrl+C put a token on the clipboard');
const answer = await psqlWith(token, postgres, sandbox, 'select 6 * 7');
expect(answer === '42', `psql signed in with it as ${DEMO_SIGN_IN.dbUser} and was answered ${answer}`);

await latchkey.press('ctrl+q');
expect((await latchkey.ended) === 0, 'Ctrl+Q quits');
expect(
  !(await clipboardy.read().catch(() => '')).includes('X-Amz-'),
  'and takes the token off the clipboard',
);

await sandbox.stop();
await rm(dataFolder, { recursive: true, force: true });
stopDisplay?.();
console.log(failures.length === 0 ? 'The package holds.' : `${failures.length} failed.`);
process.exit(failures.length === 0 ? 0 : 1);

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(2);
}
