/** Opens psql in a terminal as Latchkey does, in a process that can be killed: `opening-child.ts BASE TERMINAL`. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { systemClock } from '../../../main/clock.ts';
import { createLauncher } from '../../../main/clients/launcher.ts';

const [, , base = '', terminal = ''] = process.argv;
const launcher = createLauncher({
  platform: 'linux',
  environment: { PATH: '/usr/bin:/bin', HOME: base, TERMINAL: terminal },
  path: async () => '/usr/bin:/bin',
  home: base,
  dataFolder: join(base, 'data'),
  runFolder: join(base, 'run'),
  spawn,
  clock: systemClock,
});

const chosen = await launcher.terminal('environment');
if (!chosen.ok) throw new Error(chosen.error.message);
const opened = await chosen.value.open(
  {
    runsIn: 'terminal',
    args: [],
    set: {},
    unset: [],
    secret: { by: 'environment', variable: 'PGPASSWORD', content: `${'secret'.repeat(500)}\n` },
  },
  { program: '/bin/true', clientName: 'psql', banner: { tag: null, line: 'here', title: 'here' } },
);
console.log(JSON.stringify(opened));
