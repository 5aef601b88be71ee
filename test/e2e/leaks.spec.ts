import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { ask, eventsCrossed, recordEvents } from './driver.ts';
import { filesUnder } from './files-under.ts';
import { expect, test } from './fixtures.ts';
import type { Draft } from '../../app/connections/model.ts';
import { demoEndpointId, DEMO_PROFILE, DEMO_SIGN_IN } from '../sandbox/data-folder.ts';
import type { Sandbox } from '../sandbox/start-sandbox.ts';
import { DEMO_POSTGRES } from '../sandbox/account.ts';
import { startGateway } from './gateway-entry.ts';
import { recorderTerminal } from './recorder-terminal.ts';
import { watchArguments } from './watch-arguments.ts';

test('no token or local password in a file, a log, an argument, or anything that crosses the bridge', async ({
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
  replies.push(await ask(page, 'connect', 'copyToken', target));
  const copied = await latchkey.clipboard();
  replies.push(await ask(page, 'connect', 'open', { ...full, client: 'psql' }));
  await expect.poll(() => terminal.output()).toContain('X-Amz-Signature=');
  const printed = await terminal.output();
  replies.push(await ask(page, 'endpoints', 'copyHost', { endpointId }));
  replies.push(await ask(page, 'endpoints', 'remember', { endpointId, signIn: DEMO_SIGN_IN }));
  const saved = await ask(page, 'connections', 'save', { id: null, draft: draftFor(sandbox) });
  replies.push(saved);
  const connectionId: unknown = Reflect.get(Object(Reflect.get(Object(saved), 'value')), 'id');
  replies.push(await ask(page, 'connect', 'copyToken', { connectionId }));
  const copiedAgain = await latchkey.clipboard();
  const options = { format: 'env', route: 'direct', withSecret: true };
  replies.push(await ask(page, 'connect', 'previewFormat', { connectionId, options }));
  replies.push(await ask(page, 'connect', 'copyFormat', { connectionId, options }));
  const copiedInForm = await latchkey.clipboard();
  // the token of a client that signs in through the gateway is one that not even this test gets to see
  const entry = await startGateway(page, String(connectionId));
  const client = new Client(entry);
  await client.connect();
  expect((await client.query('select 6 * 7 as answer')).rows).toEqual([{ answer: 42 }]);
  await client.end();
  const through = { connectionId, options: { format: 'pgpass', route: 'gateway', withSecret: true } };
  replies.push(await ask(page, 'connect', 'previewFormat', through));
  replies.push(await ask(page, 'connect', 'copyFormat', through));
  expect(await latchkey.clipboard()).toContain(entry.password);
  replies.push(await ask(page, 'connections', 'duplicate', { connectionId }));
  replies.push(await ask(page, 'connections', 'pin', { connectionId, pinned: true }));
  replies.push(await ask(page, 'endpoints', 'refresh', { only: null }));
  replies.push(await ask(page, 'profiles', 'refresh', { profile: null }));
  replies.push(await ask(page, 'settings', 'change', { theme: 'dark' }));
  replies.push(await ask(page, 'window', 'snapshot', {}));
  for (const reply of replies) expect(JSON.stringify(reply)).toContain('"ok":true');

  const signatures = [copied, printed, copiedAgain, copiedInForm].map(
    (text) => /X-Amz-Signature=([0-9a-f]{64})/.exec(text)?.[1] ?? 'none',
  );
  // tokens signed within one second are one text: a signature has the second, and nothing random
  expect(signatures).not.toContain('none');
  const crossed = (await eventsCrossed(page)) + JSON.stringify(replies);
  const shown = await page.content();
  await latchkey.quit();
  const args = seen.stop();

  expect(crossed).not.toContain(entry.password);
  const secrets = [...signatures, 'X-Amz-Signature='];
  for (const secret of secrets) {
    expect(crossed).not.toContain(secret);
    expect(shown).not.toContain(secret);
  }
  for (const secret of [...secrets, entry.password])
    expect(args.some((line) => line.includes(secret))).toBe(false);
  // the recorder's own file is the test's and not Latchkey's
  const files = (await filesUnder([dataFolder, sandbox.folder])).filter((path) => !path.endsWith('/printed'));
  expect(files.some((path) => path.endsWith('latchkey.log'))).toBe(true);
  for (const path of files) {
    const content = (await readFile(path).catch(() => Buffer.alloc(0))).toString('latin1');
    for (const signature of signatures) expect(content.includes(signature), path).toBe(false);
    // other runs' folders are looked into for what is ours, and ours for any token
    if (path.startsWith(dataFolder)) expect(content.includes('X-Amz-Signature='), path).toBe(false);
    // kept for the gateway alone, in a file that only this user can read, sealed where there is a key store
    const isKept = content.includes(entry.password);
    expect(isKept && !path.endsWith('/local-passwords.json'), path).toBe(false);
    if (isKept) expect((await stat(path)).mode & 0o777).toBe(0o600);
  }
  expect(await readdir(join(dataFolder, 'run')).catch(() => [])).toEqual([]);
});

function draftFor({ postgres }: Sandbox): Draft {
  if (postgres === null) throw new Error('no demo database');
  const { host, port, region } = postgres;
  return {
    ...DEMO_SIGN_IN,
    name: 'leaks',
    environment: null,
    notes: '',
    family: 'postgres',
    profile: DEMO_PROFILE,
    region,
    address: { host, port },
    networkRoute: { kind: 'direct' },
    client: null,
    caFile: null,
  };
}
