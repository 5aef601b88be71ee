import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, eventsCrossed, recordEvents } from './driver.ts';
import { expect, test } from './fixtures.ts';
import { demoEndpointId, DEMO_SIGN_IN } from '../sandbox/data-folder.ts';
import { DEMO_POSTGRES } from '../sandbox/account.ts';
import { recorderTerminal } from './recorder-terminal.ts';
import { watchArguments } from './watch-arguments.ts';

test('no token in a file, a log, an argument, or anything that crosses the bridge', async ({
  start,
  sandbox,
  dataFolder,
}) => {
  // the client prints its password on purpose, to the test alone: that is how the test knows what to look for
  const terminal = await recorderTerminal(dataFolder, '\\! printf "%s" "$PGPASSWORD" >&2\n');
  const seen = watchArguments();
  const latchkey = await start({ env: terminal.env });
  const { page } = latchkey;
  await expect(page.getByRole('row', { name: /latchkey-demo PostgreSQL/ })).toBeVisible();
  await recordEvents(page);
  const replies: unknown[] = [];

  const endpointId = demoEndpointId(DEMO_POSTGRES, sandbox.postgres);
  expect(endpointId).not.toBeNull();
  const target = { endpointId, dbUser: DEMO_SIGN_IN.dbUser };
  const full = { ...target, database: DEMO_SIGN_IN.database };
  replies.push(await ask(page, 'tokens', 'copy', target));
  const copied = await latchkey.clipboard();
  replies.push(await ask(page, 'clients', 'open', { ...full, client: 'psql' }));
  await expect.poll(() => terminal.output()).toContain('X-Amz-Signature=');
  const printed = await terminal.output();
  for (const what of ['command', 'url', 'host'])
    replies.push(await ask(page, 'endpoints', 'copy', { ...full, what }));
  replies.push(await ask(page, 'endpoints', 'remember', { endpointId, signIn: DEMO_SIGN_IN }));
  replies.push(await ask(page, 'endpoints', 'refresh', { only: null }));
  replies.push(await ask(page, 'profiles', 'refresh', { profile: null }));
  replies.push(await ask(page, 'settings', 'change', { theme: 'dark' }));
  replies.push(await ask(page, 'app', 'snapshot', {}));
  expect(JSON.stringify(replies[0])).toContain('"ok":true');
  expect(JSON.stringify(replies[1])).toContain('"ok":true');

  const signatures = [copied, printed].map(
    (text) => /X-Amz-Signature=([0-9a-f]{64})/.exec(text)?.[1] ?? 'none',
  );
  // two tokens signed within one second are the same text: a signature has the second, and nothing random
  expect(signatures).not.toContain('none');
  const crossed = (await eventsCrossed(page)) + JSON.stringify(replies);
  const shown = await page.content();
  await latchkey.quit();
  const args = seen.stop();

  for (const signature of signatures) {
    expect(crossed).not.toContain(signature);
    expect(shown).not.toContain(signature);
    expect(args.some((line) => line.includes(signature))).toBe(false);
  }
  // the recorder's own file is the test's and not Latchkey's
  const files = (await filesUnder([dataFolder, sandbox.folder])).filter((path) => !path.endsWith('/printed'));
  expect(files.some((path) => path.endsWith('latchkey.log'))).toBe(true);
  for (const path of files) {
    const content = (await readFile(path).catch(() => Buffer.alloc(0))).toString('latin1');
    for (const signature of signatures) expect(content.includes(signature), path).toBe(false);
  }
  expect(await readdir(join(dataFolder, 'run')).catch(() => [])).toEqual([]);
});

async function filesUnder(folders: readonly string[]): Promise<string[]> {
  const temporary = (await readdir(tmpdir()))
    .filter((name) => name.startsWith('latchkey'))
    .map((name) => join(tmpdir(), name));
  const all = await Promise.all(
    [...new Set([...folders, ...temporary])].map((folder) =>
      readdir(folder, { recursive: true, withFileTypes: true }),
    ),
  );
  return all.flat().flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));
}
