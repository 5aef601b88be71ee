import { describe, expect, it } from 'vitest';
import { installCommands, managerOf, missing, packagesFor, type Machine } from '../../scripts/setup/plan.ts';
import { runningNeeds } from '../../scripts/setup/running-needs.ts';
import { testNeeds } from '../../scripts/setup/test-needs.ts';

const needs = [...runningNeeds, ...testNeeds];

const nothing = { hasProgram: () => false, hasFile: () => false, hasLibrary: () => false };
const bareDebian: Machine = { platform: 'linux', ...nothing, hasProgram: (name) => name === 'apt-get' };
const bareMac: Machine = { platform: 'darwin', ...nothing, hasProgram: (name) => name === 'brew' };
const names = (machine: Machine): string[] => missing(needs, machine).map((need) => need.name);

describe('what setup finds missing', () => {
  it('is nothing on a machine that has it all', () => {
    const full = { hasProgram: () => true, hasFile: () => true, hasLibrary: () => true };
    for (const platform of ['linux', 'darwin', 'win32'] as const)
      expect(names({ platform, ...full })).toEqual([]);
  });

  it('is met by any one of the places where a thing can be', () => {
    const chrome: Machine = { ...bareDebian, hasProgram: (name) => name === 'google-chrome-stable' };
    expect(names(bareDebian)).toContain('Chromium or Chrome');
    expect(names(chrome)).not.toContain('Chromium or Chrome');
    const server: Machine = {
      ...bareDebian,
      hasFile: (path) => path === '/usr/lib/postgresql/*/bin/postgres',
    };
    expect(names(server)).not.toContain('PostgreSQL server');
  });

  it('asks for the lab and for libraries on Linux only', () => {
    expect(names(bareDebian)).toEqual(expect.arrayContaining(['MariaDB server', 'libgtk-3.so.0', 'xauth']));
    expect(names(bareMac)).toEqual(['Chromium or Chrome', 'curl', 'psql', 'mariadb', 'AWS CLI', 'ps']);
  });
});

describe('what running needs', () => {
  it('is no server, driver or test tool', () => {
    const running = missing(runningNeeds, bareDebian).map((need) => need.name);
    expect(running).toEqual(expect.arrayContaining(['Chromium or Chrome', 'libnss3.so', 'a font', 'curl']));
    for (const name of ['PostgreSQL server', 'psql', 'xvfb-run', 'AWS CLI', 'java', 'perl'])
      expect(running).not.toContain(name);
    expect(missing(runningNeeds, bareMac).map((need) => need.name)).toEqual(['Chromium or Chrome', 'curl']);
  });
});

describe('the AWS CLI', () => {
  it('is Debian’s own on Linux, whatever else PATH has under its name', () => {
    const shim = { ...bareDebian, hasProgram: (name: string) => ['apt-get', 'aws'].includes(name) };
    expect(names(shim)).toContain('AWS CLI');
    expect(names({ ...bareDebian, hasFile: (path) => path === '/usr/bin/aws' })).not.toContain('AWS CLI');
    expect(names({ ...bareMac, hasProgram: (name) => name === 'aws' })).not.toContain('AWS CLI');
  });
});

describe('what setup would install', () => {
  it('takes the name that the release knows', () => {
    const absent = missing(needs, bareDebian);
    const bookworm = packagesFor('apt', absent, (name) => !name.endsWith('t64'));
    const trixie = packagesFor('apt', absent, () => true);
    expect(bookworm).toEqual(
      expect.arrayContaining(['chromium', 'libgtk-3-0', 'libasound2', 'libpam-script']),
    );
    expect(bookworm).toHaveLength(absent.length);
    expect(trixie).toEqual(expect.arrayContaining(['libgtk-3-0t64', 'libasound2t64']));
  });

  it('never starts servers: apt runs under a policy that is taken away again', () => {
    const [command, ...more] = installCommands('apt', ['postgresql', 'mariadb-server']);
    expect(more).toEqual([]);
    expect(command?.slice(3)).toEqual(['setup', 'postgresql', 'mariadb-server']);
    for (const part of [
      /policy-rc\.d/,
      /trap .rm -f \$made. EXIT/,
      /--no-install-recommends/,
      /create_main_cluster = false/,
    ]) {
      expect(command?.[2]).toMatch(part);
    }
  });

  it('splits what Homebrew and winget get into words', () => {
    const packages = packagesFor('brew', missing(needs, bareMac), () => false);
    expect(installCommands('brew', packages)).toContainEqual(['brew', 'install', '--cask', 'google-chrome']);
    expect(installCommands('winget', ['Amazon.AWSCLI'])[0]).toContain('Amazon.AWSCLI');
    expect(installCommands('apt', [])).toEqual([]);
  });

  it('knows no manager where there is none', () => {
    expect(managerOf({ ...bareDebian, ...nothing })).toBeUndefined();
    expect([bareDebian, bareMac].map(managerOf)).toEqual(['apt', 'brew']);
  });
});
