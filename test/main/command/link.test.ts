import { chmodSync, lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLink, type LinkSurroundings } from '../../../main/command/link.ts';
import { temporaryFolder } from '../clients/surroundings.ts';

function surroundings(over: Partial<LinkSurroundings> = {}) {
  const home = temporaryFolder();
  const command = join(home, 'data', 'command', 'latchkey');
  mkdirSync(dirname(command), { recursive: true });
  writeFileSync(command, '#!/bin/sh\n');
  const own = join(home, '.local', 'bin', 'latchkey');
  const link = commandLink({ platform: 'linux', home, path: async () => '/usr/bin', command, ...over });
  return { home, command, own, link };
}

describe('the link to the command', () => {
  it('is made and removed, and says whether a terminal finds it', async () => {
    const { link, own, command } = surroundings();
    const absent = { by: 'link', command, link: own, status: 'absent', isOnPath: false };
    expect(await link.look()).toEqual(absent);
    expect(await link.install()).toEqual({ ok: true, value: { ...absent, status: 'installed' } });
    expect(readlinkSync(own)).toBe(command);
    // a second time changes nothing
    expect((await link.install()).ok).toBe(true);
    expect(await link.remove()).toEqual({ ok: true, value: absent });
    expect(() => lstatSync(own)).toThrow('ENOENT');
    expect(await link.remove()).toEqual({ ok: true, value: absent });
  });

  it('knows PATH as the login shell has it', async () => {
    const { link, own } = surroundings();
    const onPath = surroundings({
      path: async () => `/usr/bin:${dirname(own)}`,
      home: dirname(dirname(dirname(own))),
    });
    expect(await onPath.link.look()).toMatchObject({ isOnPath: true });
    expect(await link.look()).toMatchObject({ isOnPath: false });
  });

  it('leaves what is another program’s alone', async () => {
    const { link, own, command } = surroundings();
    mkdirSync(dirname(own), { recursive: true });
    writeFileSync(own, 'theirs');
    expect(await link.look()).toMatchObject({ status: 'taken' });
    expect(await link.install()).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
    expect((await link.remove()).ok).toBe(true);
    expect(lstatSync(own).isFile()).toBe(true);
    rmSync(own);
    symlinkSync('/bin/sh', own);
    expect(await link.look()).toMatchObject({ status: 'taken' });
    rmSync(own);
    // what leads nowhere any more is replaced
    symlinkSync(join(dirname(own), 'gone'), own);
    expect((await link.install()).ok).toBe(true);
    expect(readlinkSync(own)).toBe(command);
  });

  it('says why it could not be made', async () => {
    const { link, home } = surroundings();
    writeFileSync(join(home, '.local'), '');
    expect(await link.install()).toMatchObject({ ok: false, error: { code: 'file-unwritable' } });
  });

  it('is in the shared folder on a Mac where that may be written to', async () => {
    const sharedFolder = temporaryFolder();
    const mac = surroundings({ platform: 'darwin', sharedFolder });
    expect(await mac.link.look()).toMatchObject({ link: join(sharedFolder, 'latchkey') });
    const without = surroundings({ platform: 'darwin', sharedFolder: join(sharedFolder, 'none') });
    expect(await without.link.look()).toMatchObject({ link: without.own });
    chmodSync(sharedFolder, 0o700);
  });
});
