import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { commandFolder } from '../../main/command/open-command.ts';
import { commandFile } from '../../main/command/write-client.ts';
import { electronProgram } from '../../scripts/electron-runtime.ts';
import { startChromiumDriver } from '../e2e/chromium-driver.ts';
import startDisplay from '../e2e/display.ts';
import { startElectronDriver } from '../e2e/electron-driver.ts';
import { saveDemoConnection } from '../e2e/save-demo.ts';
import { sandboxEnvironment } from '../sandbox/aws-files.ts';
import { DEMO_PROFILE, DEMO_SIGN_IN, prepareDataFolder } from '../sandbox/data-folder.ts';
import { startSandbox } from '../sandbox/start-sandbox.ts';
import { table } from './report.ts';
import { AWS_PROGRAM } from '../sandbox/aws-program.ts';

const run = promisify(execFile);

/**
 * How long a token takes in a shell's loop: `latchkey token` against `aws rds generate-db-auth-token`, in one run. The
 * two take turns, so that a busy moment of the machine hits both.
 */
const ROUNDS = 5;
const LATCHKEY_TURNS = 20;
const AWS_TURNS = 4;
const NAME = 'shop';

const stopDisplay = await startDisplay();
const sandbox = await startSandbox({ without: ['mysql'] });
const dataFolder = await mkdtemp(join(tmpdir(), 'latchkey-bench-'));
await prepareDataFolder(sandbox, dataFolder);
const { postgres: demo } = sandbox;
if (demo === null) throw new Error('The sandbox has no PostgreSQL.');

const host = electronProgram().program === null ? 'Chromium' : 'Electron';
const start = host === 'Electron' ? startElectronDriver : startChromiumDriver;
const driver = await start({ env: sandbox.env, dataFolder });
await saveDemoConnection(driver.page, sandbox, { name: NAME });

const env = sandboxEnvironment(process.env, sandbox.env);
const latchkey = commandFile(commandFolder(dataFolder));
const script = join(dataFolder, 'loop.sh');
// the loop is the shell's own; each turn must have printed a token
await writeFile(
  script,
  'turns=$1\nshift\nwhile [ "$turns" -gt 0 ]; do\n  token=$("$@") || exit\n  case $token in *X-Amz-Signature=*) ;; *) exit 1 ;; esac\n  turns=$((turns - 1))\ndone\n',
);
const loop = async (turns: number, ...command: readonly string[]): Promise<number> => {
  const started = performance.now();
  await run('sh', [script, String(turns), ...command], { env });
  return (performance.now() - started) / turns;
};
const ours = (turns: number) => loop(turns, latchkey, 'token', NAME);
const place = ['--hostname', demo.host, '--port', String(demo.port), '--region', demo.region];
const whom = ['--username', DEMO_SIGN_IN.dbUser, '--profile', DEMO_PROFILE];
const theirs = (turns: number) =>
  loop(turns, AWS_PROGRAM, 'rds', 'generate-db-auth-token', ...place, ...whom);

await ours(2);
await theirs(1);
const rounds: Array<{ readonly ours: number; readonly theirs: number }> = [];
for (let round = 0; round < ROUNDS; round += 1) {
  rounds.push({ ours: await ours(LATCHKEY_TURNS), theirs: await theirs(AWS_TURNS) });
}
await driver.quit();
await sandbox.stop();
await rm(dataFolder, { recursive: true, force: true });
stopDisplay?.();

const mean = (of: (round: (typeof rounds)[number]) => number): number =>
  rounds.reduce((sum, round) => sum + of(round), 0) / rounds.length;
const [mine, other] = [mean((round) => round.ours), mean((round) => round.theirs)];
console.log(
  table([
    ['a token in a shell’s loop', 'each', 'turns'],
    [`latchkey token (running in ${host})`, `${mine.toFixed(1)} ms`, String(ROUNDS * LATCHKEY_TURNS)],
    ['aws rds generate-db-auth-token', `${other.toFixed(1)} ms`, String(ROUNDS * AWS_TURNS)],
  ]),
);
console.log(JSON.stringify({ processVsCli: Math.round((other / mine) * 100) / 100 }));
process.exit();
