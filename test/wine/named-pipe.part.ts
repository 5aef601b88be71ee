import assert from 'node:assert/strict';
import { request } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCommand } from '../../main/command/open-command.ts';
import { runPart } from './parts.ts';

/** Asks as the script of the command does, over the pipe that it reads out of the access file. */
function ask(pipe: string, secret: string, words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        socketPath: `\\\\.\\pipe\\${pipe}`,
        method: 'POST',
        path: '/',
        headers: { authorization: `Bearer ${secret}` },
      },
      (reply) => {
        let text = '';
        reply.setEncoding('utf8').on('data', (part: string) => (text += part));
        reply.once('end', () => resolve(text));
      },
    );
    asked.once('error', reject);
    asked.end(words.map((word) => `${word}\0`).join(''));
  });
}

await runPart('named pipe', {
  'the command is answered over a pipe of its own, with its secret only, and closed again': async (
    folder,
  ) => {
    const opened = await openCommand({
      folder,
      platform: 'win32',
      env: process.env,
      uid: null,
      start: ['C:\\Latchkey.exe'],
      answer: async (words) => ({ do: 'print', text: words.join('|') }),
      report: (_, cause) => console.log(cause),
    });
    assert.equal(opened.ok, true);
    if (!opened.ok) return;
    const [pipe = '', secret = ''] = (await readFile(join(folder, 'access'), 'utf8')).split('\n');
    assert.equal(await ask(pipe, secret, ['ls', 'Ж é', '']), '200ls|Ж é|.');
    assert.match(await ask(pipe, 'wrong', ['ls']), /^477/);
    for (const name of ['latchkey.cmd', 'latchkey.ps1']) await readFile(join(folder, name));
    await opened.value.close();
    await assert.rejects(ask(pipe, secret, ['ls']));
  },
});
