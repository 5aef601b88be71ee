import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import startDisplay from '../e2e/display.ts';
import { checkDebAndRpm } from './deb-and-rpm.ts';
import { expectations } from './expectations.ts';
import { lookInside, readFuses } from './inside.ts';
import { checkMacBundle } from './mac-bundle.ts';
import { doMainJob } from './main-job.ts';
import { checkTakeBack } from './take-back.ts';
import { checkWindowsInstaller } from './windows-installer.ts';

// `npm run test:package`: makes the packages that can be made here, looks at what is inside, and does the main job with
// those that run here.
const root = join(import.meta.dirname, '..', '..');
const packaged = join(root, 'dist', 'linux-unpacked');
const program = join(packaged, 'latchkey-desktop');
const resources = join(packaged, 'resources');
const all = expectations();
const { expect } = all;

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
await doMainJob(program, expect);
checkTakeBack(program, expect);
await checkDebAndRpm(all, (installed) => doMainJob(installed, expect));
stopDisplay?.();
await checkMacBundle(expect);
checkWindowsInstaller(expect);
all.leaveOut('a dmg or zip for macOS', 'they want macOS, or Electron’s runtime for it');
all.leaveOut('an installer for Windows', 'its tools and Electron’s runtime for Windows cannot be fetched');
all.leaveOut('an AppImage', 'its tools cannot be fetched');
process.exit(all.end() ? 0 : 1);

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(2);
}
