import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { macSigning } from './mac-signing.ts';

/**
 * `npm run package`: electron-builder on the built application, with what a release's environment adds.
 *
 * - `ELECTRON_OVERRIDE_DIST_PATH`: a runtime to package in place of the one that electron-builder fetches.
 * - `LATCHKEY_UPDATES_URL`: where the packages will look for newer ones; or `LATCHKEY_UPDATES_REPOSITORY`, as
 *   `owner/name` on GitHub. With neither, a package has no feed and does not update itself.
 * - `LATCHKEY_MAINTAINER`: who answers for deb and rpm, as `Name <address>`.
 *
 * Without a certificate a package for macOS is signed ad hoc (scripts/mac-signing.ts). Signing and notarisation take electron-builder's own variables: https://www.electron.build/code-signing
 */
const root = join(import.meta.dirname, '..');
const runtime = join(root, 'out', 'runtime');
const { env } = process;

const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules', 'electron-builder', 'cli.js'),
    ...process.argv.slice(2),
    // uploading is the release workflow's step
    '--publish',
    'never',
    ...runtimeArguments(env['ELECTRON_OVERRIDE_DIST_PATH']),
    ...feedArguments(env['LATCHKEY_UPDATES_URL'], env['LATCHKEY_UPDATES_REPOSITORY']),
    ...setting('linux.maintainer', env['LATCHKEY_MAINTAINER']),
    ...macSigning(env).flatMap(([name, value]) => setting(name, value)),
  ],
  { cwd: root, stdio: 'inherit' },
);
rmSync(runtime, { recursive: true, force: true });
process.exitCode = status ?? 1;

/** A copy of the runtime that is at hand, without an application that it may hold: it would lie beside ours. */
function runtimeArguments(from: string | undefined): string[] {
  if (from === undefined || from === '') return [];
  const resources = join(from, 'resources');
  const foreign = new Set([
    join(resources, 'app'),
    join(resources, 'app.asar'),
    join(resources, 'default_app.asar'),
  ]);
  rmSync(runtime, { recursive: true, force: true });
  cpSync(from, runtime, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !foreign.has(source),
  });
  const version = readFileSync(join(from, 'version'), 'utf8').trim().replace(/^v/, '');
  return [...setting('electronDist', runtime), ...setting('electronVersion', version)];
}

function feedArguments(url: string | undefined, repository: string | undefined): string[] {
  if (url !== undefined && url !== '' && !url.startsWith('https://')) {
    throw new Error(
      'LATCHKEY_UPDATES_URL must begin with https://: whoever answers in plain text could be anybody.',
    );
  }
  if (url) return [...setting('publish.provider', 'generic'), ...setting('publish.url', url)];
  if (!repository) return [];
  const [owner, repo] = repository.split('/');
  return [
    ...setting('publish.provider', 'github'),
    ...setting('publish.owner', owner),
    ...setting('publish.repo', repo),
  ];
}

function setting(name: string, value: string | undefined): string[] {
  return value === undefined || value === '' ? [] : [`-c.${name}=${value}`];
}
