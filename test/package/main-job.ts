import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import clipboardy from 'clipboardy';
import { psqlWith } from '../e2e/sign-in.ts';
import { sandboxEnvironment } from '../sandbox/aws-files.ts';
import { DEMO_SIGN_IN, prepareDataFolder } from '../sandbox/data-folder.ts';
import { startSandbox } from '../sandbox/start-sandbox.ts';
import { drive, until } from './drive.ts';
import type { Expect } from './expectations.ts';

const TIMEOUT_MS = 90_000;

/**
 * Does the main job with a program that is packaged: a name typed, a token on the clipboard, psql logged in with it. Needs
 * a display.
 */
export async function doMainJob(program: string, expect: Expect): Promise<void> {
  const sandbox = await startSandbox({ without: ['mysql'] });
  const dataFolder = await mkdtemp(join(tmpdir(), 'latchkey-package-'));
  try {
    await prepareDataFolder(sandbox, dataFolder);
    const { postgres } = sandbox;
    if (postgres === null) throw new Error('The sandbox has no PostgreSQL.');
    await postgres.ready;
    await clipboardy.write('nothing yet');

    const env = sandboxEnvironment(process.env, sandbox.env);
    const rootFlags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const latchkey = await drive(program, [...rootFlags, `--user-data-dir=${dataFolder}`], env, TIMEOUT_MS);
    // the search has the keyboard from the start; what was typed before it listened is typed again
    const token = await until(TIMEOUT_MS, async () => {
      await latchkey.press('ctrl+a');
      await latchkey.type('latchkey-demo');
      await latchkey.press('ctrl+c');
      return until(3_000, async () => {
        const text = await clipboardy.read();
        return text.startsWith(`${postgres.host}:${postgres.port}/?Action=connect`) ? text : null;
      });
    });
    expect(true, 'a name typed and Ctrl+C put a token on the clipboard');
    const answer = await psqlWith(token, postgres, sandbox, 'select 6 * 7');
    expect(answer === '42', `psql signed in with it as ${DEMO_SIGN_IN.dbUser} and was answered ${answer}`);

    await latchkey.press('ctrl+q');
    expect((await latchkey.ended) === 0, 'Ctrl+Q quits');
    expect(
      !(await clipboardy.read().catch(() => '')).includes('X-Amz-'),
      'and takes the token off the clipboard',
    );
  } finally {
    await sandbox.stop();
    await rm(dataFolder, { recursive: true, force: true });
  }
}
