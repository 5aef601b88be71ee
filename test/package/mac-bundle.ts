import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { getRawHeader } from '@electron/asar';
import { macSigning } from '../../scripts/mac-signing.ts';
import type { Expect } from './expectations.ts';
import { lookInside, readFuses } from './inside.ts';

const root = join(import.meta.dirname, '..', '..');
const HELPERS = ['', ' (GPU)', ' (Plugin)', ' (Renderer)'];

/** By what Electron's fuses are found in its binary, then version 1, how many there are, and each one off. */
const FUSES = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 8]),
  Buffer.from('0'.repeat(8)),
]);

/**
 * Lays the application for macOS out with electron-builder. Electron's runtime for macOS cannot be had here, so the
 * program in it is a stand-in that nothing can run: the bundle, its Info.plist, its archive and the fuses in it are
 * electron-builder's own work.
 */
export async function checkMacBundle(expect: Expect): Promise<void> {
  const dist = join(root, 'dist', 'mac-arm64');
  const runtime = join(root, 'out', 'mac-stand-in');
  rmSync(dist, { recursive: true, force: true });
  layStandIn(runtime);
  const settings = [['electronDist', runtime], ['electronVersion', '45.0.0'], ...macSigning({})].map(
    ([name, value]) => `-c.${name}=${value}`,
  );
  const made = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', 'electron-builder', 'cli.js'),
      '--mac',
      '--arm64',
      '--dir',
      '--publish',
      'never',
      ...settings,
    ],
    { cwd: root, stdio: 'inherit' },
  );
  rmSync(runtime, { recursive: true, force: true });
  expect(made.status === 0, 'electron-builder --mac --arm64 --dir, with a stand-in for the runtime');
  const bundle = join(dist, 'Latchkey.app');
  const contents = join(bundle, 'Contents');
  if (!existsSync(contents)) return;

  const about = readFileSync(join(contents, 'Info.plist'), 'utf8');
  for (const [key, value] of [
    ['CFBundleIdentifier', 'dev.latchkey.app'],
    ['CFBundleExecutable', 'Latchkey'],
    ['CFBundleIconFile', 'icon.icns'],
    ['LSApplicationCategoryType', 'public.app-category.developer-tools'],
  ] as const) {
    expect(stringOf(about, key) === value, `Info.plist: ${key} is ${stringOf(about, key) ?? 'not there'}`);
  }
  expect(
    /<key>CFBundleURLSchemes<\/key>\s*<array>\s*<string>latchkey<\/string>/.test(about),
    'Info.plist: latchkey: links lead to it',
  );
  const archive = join(contents, 'Resources', 'app.asar');
  const header = createHash('sha256').update(getRawHeader(archive).headerString).digest('hex');
  expect(stringOf(about, 'hash') === header, 'Info.plist: the archive’s own hash');
  const { strange } = lookInside(archive);
  expect(strange.length === 0, `nothing strange inside ${strange.join(' ')}`);
  for (const { name, on, right } of await readFuses(bundle)) {
    expect(right, `fuse ${name} is ${on ? 'on' : 'off'}`);
  }
  const frameworks = readdirSync(join(contents, 'Frameworks'));
  for (const helper of HELPERS) {
    expect(frameworks.includes(`Latchkey Helper${helper}.app`), `Latchkey Helper${helper}.app`);
  }
  expect(existsSync(join(contents, 'Resources', 'icon.icns')), 'its icon');
}

function stringOf(plist: string, key: string): string | null {
  return new RegExp(`<key>${key}</key>\\s*<string>([^<]*)</string>`).exec(plist)?.[1] ?? null;
}

/** What electron-builder looks for in Electron's runtime for macOS, and no more. */
function layStandIn(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const contents = join(folder, 'Electron.app', 'Contents');
  const write = (path: string, data: string | Buffer): void => {
    mkdirSync(dirname(join(contents, path)), { recursive: true });
    writeFileSync(join(contents, path), data);
  };
  write('Info.plist', plistOf('Electron'));
  write('MacOS/Electron', '');
  write('Resources/electron.icns', '');
  write('Resources/en.lproj/locale.pak', '');
  write('Frameworks/Electron Framework.framework/Electron Framework', FUSES);
  write('Frameworks/Electron Framework.framework/Versions/A/Resources/en.lproj/locale.pak', '');
  for (const helper of HELPERS) {
    const name = `Electron Helper${helper}`;
    write(`Frameworks/${name}.app/Contents/Info.plist`, plistOf(name));
    write(`Frameworks/${name}.app/Contents/MacOS/${name}`, '');
  }
}

function plistOf(name: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>CFBundleExecutable</key><string>${name}</string>
<key>CFBundleIdentifier</key><string>com.github.Electron</string>
<key>CFBundleIconFile</key><string>electron.icns</string>
<key>CFBundleName</key><string>${name}</string>
</dict></plist>
`;
}
