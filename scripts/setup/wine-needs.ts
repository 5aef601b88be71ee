import { file, linux, program, type Need } from './need.ts';

const use = 'Windows’ own Node runs in it (`npm run test:wine`)';

/** What `npm run test:wine` needs. */
export const wineNeeds: readonly Need[] = [
  { name: 'wine', use, on: linux, foundBy: program('wine'), packages: { apt: ['wine'] } },
  {
    name: 'wine64',
    use,
    on: linux,
    foundBy: file('/usr/lib/wine/wine64', '/usr/lib/x86_64-linux-gnu/wine/x86_64-unix/wine'),
    packages: { apt: ['wine64'] },
  },
];
