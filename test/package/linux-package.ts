import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Wanted } from './fpm-arguments.ts';

/**
 * Makes a package of what fpm was asked for, by the systems' own tools: dpkg-deb or rpmbuild. What it is compressed with
 * is left to whoever releases it: here it is installed once and thrown away.
 */
export function makePackage(wanted: Wanted): void {
  const work = mkdtempSync(join(tmpdir(), 'latchkey-package-'));
  try {
    const tree = join(work, 'tree');
    for (const { from, to } of wanted.contents) {
      mkdirSync(dirname(join(tree, to)), { recursive: true });
      cpSync(from, join(tree, to), { recursive: true, verbatimSymlinks: true });
    }
    if (wanted.target === 'deb') makeDeb(wanted, tree);
    else makeRpm(wanted, tree, work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Control file and scripts as Debian has them: Debian Policy, 5.3 and 6. */
function makeDeb({ file, options }: Wanted, tree: string): void {
  const value = (name: string): string => options[name]?.[0] ?? '';
  const [synopsis = '', ...description] = value('description').split('\n');
  const control = [
    ['Package', value('name')],
    ['Version', value('version')],
    ['Architecture', value('architecture')],
    ['Maintainer', value('maintainer')],
    ['Depends', (options['depends'] ?? []).join(', ')],
    ['Recommends', (options['deb-recommends'] ?? []).join(', ')],
    ['Section', 'default'],
    ['Priority', value('deb-priority')],
    ['Homepage', value('url')],
    ['Description', [synopsis, ...description.map((line) => ` ${line.trim()}`)].join('\n')],
  ].map(([name, text]) => `${name}: ${text}\n`);
  mkdirSync(join(tree, 'DEBIAN'));
  writeFileSync(join(tree, 'DEBIAN', 'control'), control.join(''));
  for (const [script, from] of [
    ['postinst', 'after-install'],
    ['postrm', 'after-remove'],
  ] as const) {
    cpSync(value(from), join(tree, 'DEBIAN', script));
    chmodSync(join(tree, 'DEBIAN', script), 0o755);
  }
  run('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z1', '--build', tree, file]);
}

/** The spec file: https://rpm-software-management.github.io/rpm/manual/spec.html */
function makeRpm({ file, options, contents }: Wanted, tree: string, work: string): void {
  const value = (name: string): string => options[name]?.[0] ?? '';
  const script = (name: string): string => readFileSync(value(name), 'utf8').replaceAll('%', '%%');
  const spec = [
    '%global __os_install_post %{nil}',
    '%global _build_id_links none',
    '%global _binary_payload w1.gzdio',
    `Name: ${value('name')}`,
    `Version: ${value('version')}`,
    'Release: 1',
    `Summary: ${value('rpm-summary')}`,
    `License: ${value('license')}`,
    `URL: ${value('url')}`,
    `Vendor: ${value('vendor')}`,
    `Packager: ${value('maintainer')}`,
    'AutoReqProv: no',
    ...(options['depends'] ?? []).map((need) => `Requires: ${need}`),
    '%description',
    value('description'),
    '%install',
    `mkdir -p "%{buildroot}" && cp -a "${tree}/." "%{buildroot}"`,
    '%files',
    '%defattr(-,root,root,-)',
    ...contents.map(({ to }) => `"${to}"`),
    '%post',
    script('after-install'),
    '%postun',
    script('after-remove'),
  ];
  const specFile = join(work, 'latchkey.spec');
  writeFileSync(specFile, `${spec.join('\n')}\n`);
  const rpms = join(work, 'rpms');
  run('rpmbuild', [
    '-bb',
    '--target',
    value('architecture'),
    '--define',
    `_topdir ${join(work, 'build')}`,
    '--define',
    `_rpmdir ${rpms}`,
    '--define',
    '_rpmfilename package.rpm',
    specFile,
  ]);
  if (!readdirSync(rpms).includes('package.rpm')) throw new Error('rpmbuild has made no package.');
  cpSync(join(rpms, 'package.rpm'), file);
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} failed: ${error?.message ?? stderr}`);
}
