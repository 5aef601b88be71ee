import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Signer } from '@aws-sdk/rds-signer';
import startDisplay from '../e2e/display.ts';
import { startElectronDriver } from '../e2e/electron-driver.ts';
import { DEMO_POSTGRES } from '../sandbox/account.ts';
import { sandboxEnvironment } from '../sandbox/aws-files.ts';
import { DEMO_PROFILE, DEMO_SIGN_IN, demoEndpointId, prepareDataFolder } from '../sandbox/data-folder.ts';
import { startSandbox } from '../sandbox/start-sandbox.ts';
import { measureClipboard, measureInMain, measureInWindow } from './measure-copies.ts';
import { median, table } from './report.ts';
import { AWS_PROGRAM } from '../sandbox/aws-program.ts';

/**
 * How long "Copy token" takes in Electron, warm, from the request in main (guard, credentials, signing) to the
 * system's clipboard written: against the AWS CLI's process and a bare call of the SDK's signer, in one run.
 */
const COPIES = 400;
const CLI_RUNS = 5;
/** Rounds in which the peers take turns, so that a busy moment of the machine hits all of them. */
const ROUNDS = 5;

const stopDisplay = await startDisplay();
const sandbox = await startSandbox({ without: ['mysql'] });
const dataFolder = await mkdtemp(join(tmpdir(), 'latchkey-bench-'));
await prepareDataFolder(sandbox, dataFolder);
const demo = sandbox.postgres;
const endpointId = demoEndpointId(DEMO_POSTGRES, demo);
if (demo === null || endpointId === null) throw new Error('The sandbox has no PostgreSQL.');

const env = sandboxEnvironment(process.env, sandbox.env);
const cli = (): number =>
  timed(() => {
    const args = ['rds', 'generate-db-auth-token', '--hostname', demo.host, '--port', String(demo.port)];
    execFileSync(
      AWS_PROGRAM,
      [...args, '--username', DEMO_SIGN_IN.dbUser, '--region', demo.region, '--profile', DEMO_PROFILE],
      {
        env,
      },
    );
  });
const { developer } = sandbox.directory;
const signer = new Signer({
  hostname: demo.host,
  port: demo.port,
  region: demo.region,
  username: DEMO_SIGN_IN.dbUser,
  credentials: { accessKeyId: developer.accessKeyId, secretAccessKey: developer.secretAccessKey },
});

const input = { endpointId, dbUser: DEMO_SIGN_IN.dbUser };
const driver = await startElectronDriver({ env, dataFolder });
await driver.page.getByRole('row', { name: /latchkey-demo PostgreSQL/ }).waitFor();

await driver.page.evaluate(measureInWindow, { input, times: COPIES });
const inMain: number[] = [];
const inWindow: number[] = [];
const clipboard: number[] = [];
const bare: number[] = [];
const processes: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  inMain.push(...(await driver.main.evaluate(measureInMain, { input, times: COPIES })));
  clipboard.push(...(await driver.main.evaluate(measureClipboard, COPIES)));
  inWindow.push(...(await driver.page.evaluate(measureInWindow, { input, times: COPIES / 10 })));
  for (let run = 0; run < COPIES; run += 1) {
    const start = performance.now();
    await signer.getAuthToken();
    bare.push(performance.now() - start);
  }
  for (let run = 0; run < CLI_RUNS; run += 1) processes.push(cli());
}
await driver.quit();
await sandbox.stop();
await rm(dataFolder, { recursive: true, force: true });
stopDisplay?.();

const [copy, sign, aws] = [median(inMain), median(bare), median(processes)];
console.log(
  table([
    ['', 'median', 'runs'],
    ['Latchkey: request in main to clipboard written', `${copy.toFixed(3)} ms`, String(inMain.length)],
    [
      'Latchkey: click in the window to its reply, painting included',
      `${median(inWindow).toFixed(3)} ms`,
      String(inWindow.length),
    ],
    ['the system’s clipboard alone', `${median(clipboard).toFixed(3)} ms`, String(clipboard.length)],
    ['@aws-sdk/rds-signer, bare call', `${sign.toFixed(3)} ms`, String(bare.length)],
    ['aws rds generate-db-auth-token, as a process', `${aws.toFixed(0)} ms`, String(processes.length)],
  ]),
);
console.log(
  JSON.stringify({
    copyVsCli: round(aws / copy),
    copyVsSigner: round(copy / sign),
    copyVsSignerAndClipboard: round(copy / (sign + median(clipboard))),
  }),
);
process.exit();

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
