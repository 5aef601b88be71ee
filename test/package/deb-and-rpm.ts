import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { expectations } from './expectations.ts';
import { INSTALLED_PROGRAM, whileInstalled, whyNotInstalled } from './installed.ts';

const root = join(import.meta.dirname, '..', '..');
const dist = join(root, 'dist');

/** What both packages must hold beside the program's own folder. */
const OUTSIDE = [
  '/usr/share/applications/latchkey-desktop.desktop',
  '/usr/share/icons/hicolor/512x512/apps/latchkey-desktop.png',
];

/**
 * Makes deb and rpm with electron-builder, in which dpkg-deb and rpmbuild take its packaging tool's place: layout, scripts
 * and what is said of the package are electron-builder's own. Then looks into them, and installs the deb.
 *
 * @param mainJob what is done with the installed program
 */
export async function checkDebAndRpm(
  { expect, leaveOut }: ReturnType<typeof expectations>,
  mainJob: (program: string) => Promise<void>,
): Promise<void> {
  const targets = ['deb', ...(hasProgram('rpmbuild') ? ['rpm'] : [])];
  if (!hasProgram('dpkg-deb')) return leaveOut('deb and rpm', 'there is no dpkg-deb');
  if (targets.length === 1) leaveOut('rpm', 'there is no rpmbuild (apt-get install rpm)');
  for (const name of existsSync(dist) ? readdirSync(dist) : []) {
    if (/\.(deb|rpm)$/.test(name)) rmSync(join(dist, name));
  }
  const made = spawnSync('npm', ['run', '--silent', 'package', '--', '--linux', ...targets], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CUSTOM_FPM_PATH: process.env['CUSTOM_FPM_PATH'] ?? standIn() },
  });
  expect(made.status === 0, `npm run package -- --linux ${targets.join(' ')}`);
  const file = (ending: string): string =>
    join(dist, readdirSync(dist).find((name) => name.endsWith(`.${ending}`)) ?? `none.${ending}`);
  const inDeb = filesIn(file('deb'));
  for (const path of OUTSIDE) expect(inDeb.includes(path), `the deb holds ${path}`);
  expect(inDeb.includes('/opt/Latchkey/resources/app.asar'), 'the deb holds the application');
  const control = said('dpkg-deb', '--field', file('deb'));
  for (const field of ['Package: latchkey', 'Homepage: ', 'Depends: libgtk-3-0', 'Maintainer: ']) {
    expect(control.includes(field), `the deb says ${field.trim()}`);
  }
  if (targets.includes('rpm')) {
    const inRpm = said('rpm', '-qlp', file('rpm')).trim().split('\n').toSorted();
    const missing = inDeb.filter((path) => !inRpm.includes(path));
    expect(missing.length === 0, `the rpm holds the ${inDeb.length} files of the deb ${missing.join(' ')}`);
    const scripts = said('rpm', '-qp', '--scripts', file('rpm'));
    expect(
      /update-alternatives --remove/.test(scripts),
      'the rpm takes its link off PATH when it is removed',
    );
  }
  const why = whyNotInstalled();
  if (why !== null) return leaveOut('an installed deb', why);
  await whileInstalled(file('deb'), expect, async () => {
    const entry = said('cat', OUTSIDE[0] ?? '');
    expect(/^MimeType=.*x-scheme-handler\/latchkey;/m.test(entry), 'its desktop entry takes latchkey: links');
    await mainJob(INSTALLED_PROGRAM);
  });
}

/** An executable in fpm's place, which electron-builder starts. */
function standIn(): string {
  const file = join(root, 'out', 'fpm');
  const tsx = createRequire(import.meta.url).resolve('tsx');
  mkdirSync(join(root, 'out'), { recursive: true });
  const words = [process.execPath, '--import', tsx, join(import.meta.dirname, 'fpm.ts')];
  writeFileSync(file, `#!/bin/sh\nexec ${words.map((word) => `'${word}'`).join(' ')} "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}

/** The files of a deb, from the root on. */
function filesIn(deb: string): readonly string[] {
  return said('dpkg-deb', '--contents', deb)
    .split('\n')
    .flatMap((line) => (line.startsWith('d') ? [] : (/ \.(\/.*?)(?: -> .*)?$/.exec(line)?.[1] ?? [])))
    .toSorted();
}

function said(program: string, ...args: readonly string[]): string {
  return spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).stdout;
}

function hasProgram(name: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, name)));
}
