import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Secret } from '../../../../app/common/secret.ts';
import type { SshEvents } from '../../../../app/tunnels/ssh/ports.ts';
import type { SshPrompt } from '../../../../app/tunnels/ssh/prompt.ts';
import { writeAskpass } from '../../../../main/tunnels/ssh/askpass-program.ts';
import { serveAskpass } from '../../../../main/tunnels/ssh/askpass-server.ts';

/** A server of questions in a folder of its own, and the program that `ssh` runs. */
async function openAskpass(ask: SshEvents['ask']) {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-ssh-'));
  const { accessFile, stop } = await serveAskpass(folder, ask);
  const program = await writeAskpass(join(folder, 'program'));
  onTestFinished(async () => {
    stop();
    await rm(folder, { recursive: true, force: true });
  });
  const env = { PATH: process.env['PATH'], LATCHKEY_ASKPASS: accessFile };
  /** Runs it as `ssh` does: the question is its only argument. */
  const run = (text: string, hint = '') =>
    new Promise<{ readonly code: number | string | null; readonly stdout: string }>((resolve) => {
      const child = execFile(
        program,
        [text],
        { env: hint === '' ? env : { ...env, SSH_ASKPASS_PROMPT: hint } },
        (_failed, stdout) => resolve({ code: child.exitCode, stdout }),
      );
      children.push(() => void child.kill());
    });
  const children: (() => void)[] = [];
  return { folder, accessFile, program, run, killAll: () => children.forEach((kill) => kill()) };
}

it('hands the question over, and prints the answer alone', async () => {
  const heard: SshPrompt[] = [];
  const { run } = await openAskpass(async (prompt) => {
    heard.push(prompt);
    return new Secret('corréct "horse" $HOME `id`');
  });
  const text = "Enter $(id) `id` 'passphrase' for\nEND\nkey: ";
  expect(await run(text)).toEqual({ code: 0, stdout: 'corréct "horse" $HOME `id`\n' });
  await run('Touch it', 'none');
  expect(heard).toEqual([
    { hint: '', text },
    { hint: 'none', text: 'Touch it' },
  ]);
});

it('fails without a word where there is no answer, and where nobody is there', async () => {
  const { run, accessFile } = await openAskpass(async () => null);
  expect(await run('Password: ')).toEqual({ code: 22, stdout: '' });
  await writeFile(accessFile, (await readFile(accessFile, 'utf8')).replace('/a"', '/elsewhere"'));
  expect(await run('Password: ')).toMatchObject({ code: 7, stdout: '' });
});

it('withdraws a question when ssh ends the program that asks it', async () => {
  let withdrawn = false;
  let isAsked = false;
  const { run, killAll } = await openAskpass(
    (_prompt, gone) =>
      new Promise((resolve) => {
        isAsked = true;
        gone.addEventListener('abort', () => {
          withdrawn = true;
          resolve(null);
        });
      }),
  );
  const asking = run('Password: ');
  await expect.poll(() => isAsked).toBe(true);
  killAll();
  await asking;
  await expect.poll(() => withdrawn).toBe(true);
});

it('answers nobody else: no other user, and no request without the secret', async () => {
  const { folder, accessFile, program } = await openAskpass(async () => new Secret('not for you'));
  const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
  expect(await modeOf(folder)).toBe(0o700);
  expect(await modeOf(accessFile)).toBe(0o600);
  expect(await modeOf(program)).toBe(0o700);
  const ask = (headers: Record<string, string>) =>
    new Promise<{ readonly status: number | undefined; readonly body: string }>((resolve, reject) => {
      const asking = request(
        { socketPath: join(folder, 'a'), method: 'POST', path: '/', headers },
        (response) => {
          let body = '';
          response.setEncoding('utf8').on('data', (text: string) => (body += text));
          response.once('end', () => resolve({ status: response.statusCode, body }));
        },
      );
      asking.once('error', reject);
      asking.end('\nPassword: \n');
    });
  expect(await ask({})).toEqual({ status: 403, body: '' });
  expect(await ask({ authorization: 'Bearer guessed' })).toEqual({ status: 403, body: '' });
  const [, secret = ''] = /authorization: (Bearer [\w-]{43})/.exec(await readFile(accessFile, 'utf8')) ?? [];
  expect(await ask({ authorization: secret })).toEqual({ status: 200, body: 'not for you\n' });
});

it('is not written into a folder that belongs to somebody else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-ssh-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'file');
  await writeFile(file, '');
  await expect(writeAskpass(file)).rejects.toThrow('is no folder');
  await chmod(folder, 0o755);
  await writeAskpass(folder);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});
