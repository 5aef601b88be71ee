import { chromiumPaths, chromiumPrograms } from '../find-chromium.ts';
import { file, linux, program, type Need } from './need.ts';

/** A library that Electron and Chromium load; Debian 13 and Ubuntu 24.04 renamed some (`t64`). */
const library = (soname: string, ...apt: readonly string[]): Need => ({
  name: soname,
  use: 'Electron and Chromium',
  on: linux,
  foundBy: [{ library: soname }],
  packages: { apt },
});

/** What running Latchkey needs, but for Electron's runtime, which its own package fetches. */
export const runningNeeds: readonly Need[] = [
  {
    name: 'Chromium or Chrome',
    use: 'end-to-end tests, and running Latchkey where Electron cannot be had',
    foundBy: [...program(...chromiumPrograms), ...file(...chromiumPaths)],
    packages: {
      apt: ['chromium', 'chromium-browser'],
      brew: ['--cask google-chrome'],
      winget: ['Google.Chrome'],
    },
  },
  library('libgtk-3.so.0', 'libgtk-3-0t64', 'libgtk-3-0'),
  library('libnss3.so', 'libnss3'),
  library('libgbm.so.1', 'libgbm1'),
  library('libasound.so.2', 'libasound2t64', 'libasound2'),
  library('libnotify.so.4', 'libnotify4'),
  library('libsecret-1.so.0', 'libsecret-1-0'),
  {
    name: 'a font',
    use: 'readable text on a system that has none',
    on: linux,
    foundBy: file('/usr/share/fonts/truetype/*', '/usr/share/fonts/opentype/*'),
    packages: { apt: ['fonts-inter'] },
  },
  {
    name: 'curl',
    use: 'the command `latchkey` asks with it',
    on: ['linux', 'darwin'],
    foundBy: program('curl'),
    packages: { apt: ['curl'], brew: ['curl'] },
  },
];
