import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { APP_ID, UNINSTALL_FLAG } from '../../main/electron/uninstall-flag.ts';
import type { Expect } from './expectations.ts';

const root = join(import.meta.dirname, '..', '..');
const templates = join(root, 'node_modules', 'app-builder-lib', 'templates', 'nsis');

/** The sizes of the pictures in an icon file, in pixels: https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10) */
function iconSizes(file: Buffer): number[] {
  return Array.from({ length: file.readUInt16LE(4) }, (_, at) => file.readUInt8(6 + 16 * at) || 256);
}

/**
 * Neither Electron's runtime for Windows nor the installer's tools can be had here. What is looked at is the configuration
 * that they are run with, and that electron-builder's own templates still have what it is written for.
 */
export function checkWindowsInstaller(expect: Expect): void {
  const said = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
  for (const line of [`appId: ${APP_ID}`, 'perMachine: false', 'oneClick: true', 'schemes: [latchkey]']) {
    expect(said.includes(line), `electron-builder.yml says ${line}`);
  }
  const icon = iconSizes(readFileSync(join(root, 'build', 'icon.ico')));
  for (const size of [16, 32, 48, 256]) expect(icon.includes(size), `the icon has ${size} × ${size} pixels`);

  const ours = readFileSync(join(root, 'build', 'installer.nsh'), 'utf8');
  const uninstaller = readFileSync(join(templates, 'uninstaller.nsh'), 'utf8');
  const common = readFileSync(join(templates, 'common.nsh'), 'utf8');
  expect(
    /!ifmacrodef customUnInstall\s+!insertmacro customUnInstall/.test(uninstaller),
    'the uninstaller runs what Latchkey has beside it',
  );
  expect(
    uninstaller.indexOf('!insertmacro customUnInstall') < uninstaller.indexOf('RMDir /r $INSTDIR'),
    'and does so while Latchkey is still there',
  );
  expect(ours.includes(`${UNINSTALL_FLAG}'`), `which is started with ${UNINSTALL_FLAG}`);
  expect(
    common.includes('APP_EXECUTABLE_FILENAME') && uninstaller.includes('isUpdated'),
    'by names that it knows',
  );
}
