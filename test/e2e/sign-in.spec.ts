import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { z } from 'zod';
import type { Draft } from '../../app/connections/model.ts';
import { loginPath } from '../../main/profiles/watch-logins.ts';
import { DEV } from '../sandbox/account.ts';
import { ENGINEER_ROLE } from '../sandbox/directory.ts';
import { DEMO_SIGN_IN } from '../sandbox/data-folder.ts';
import type { Sandbox } from '../sandbox/start-sandbox.ts';
import { browserStandIn, type BrowserStandIn } from './browser-stand-in.ts';
import { ask, eventsCrossed, recordEvents, type Driver } from './driver.ts';
import { expect, test as base } from './fixtures.ts';
import { startGateway } from './gateway-entry.ts';
import { watchArguments } from './watch-arguments.ts';

const SESSION = /latchkey-sandbox SSO/;

/** Latchkey with sign-ins of this test's own, and a browser that the test plays the person in. */
const test = base.extend<{
  person: BrowserStandIn;
  fresh: (env?: Record<string, string>) => Promise<Driver>;
}>({
  person: async ({ dataFolder }, use) => {
    const before = process.env['PATH'];
    const browser = await browserStandIn(dataFolder);
    await use(browser);
    await browser.close();
    // one host runs in this process
    process.env['PATH'] = before;
  },
  fresh: async ({ start, dataFolder, person }, use) =>
    use((env = {}) => start({ env: { ...person.env, LATCHKEY_SSO_CACHE: join(dataFolder, 'sso'), ...env } })),
});

test('one signs in with the keyboard alone, and the databases appear', async ({
  fresh,
  person,
  dataFolder,
  sandbox,
}) => {
  const seen = watchArguments();
  const latchkey = await fresh();
  const { page } = latchkey;
  await recordEvents(page);
  await expect(page.getByRole('button', { name: SESSION })).toContainText('Sign in');
  expect(await person.opened()).toEqual([]);

  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('sign in to latchkey');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Sign in to latchkey-sandbox' });
  await expect(dialog).toContainText('Waiting for the browser');
  await expect(dialog).toContainText('This signs in one profile: analytics.');
  await expect.poll(() => person.opened()).toHaveLength(1);
  const [address = ''] = await person.opened();
  expect(address).toMatch(new RegExp(`^${sandbox.url}/authorize\\?response_type=code&`));
  // closed, it goes on, and the sidebar leads back to it
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: SESSION })).toContainText('Waiting');
  await page.getByRole('button', { name: SESSION }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  expect(await person.opened()).toHaveLength(1);

  expect(await person.choose('Allow access')).toContain('go back to Latchkey');
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Signed in to latchkey-sandbox')).toBeVisible();
  await expect(page.getByRole('button', { name: SESSION })).toContainText('7 h');
  await page.getByRole('button', { name: 'analytics', exact: true }).click();
  await expect(page.getByRole('row', { name: /catalog PostgreSQL/ }).first()).toBeVisible();

  const { accessToken = '', refreshToken = '', clientSecret = '' } = await tokensIn(join(dataFolder, 'sso'));
  const crossed = await eventsCrossed(page);
  const snapshot = JSON.stringify(await ask(page, 'window', 'snapshot', {}));
  const shown = await page.content();
  await latchkey.quit();
  const args = seen.stop().join('\n');
  const log = await readFile(join(dataFolder, 'latchkey.log'), 'utf8');
  const verifier = String(
    sandbox.ssoCalls.findLast(({ action }) => action === 'sso-oauth:CreateToken')?.body['codeVerifier'],
  );
  for (const secret of [accessToken, refreshToken, clientSecret, verifier]) {
    expect(secret).toMatch(/^[\w-]{60,}$/);
    for (const place of [crossed, snapshot, shown, args, log]) expect(place).not.toContain(secret);
  }
});

test('a sign-in can be cancelled, refused, and done by a code', async ({ fresh, person }) => {
  const { page } = await fresh();
  await page.getByRole('button', { name: 'analytics Sign in' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in to latchkey-sandbox' });
  await expect.poll(() => person.opened()).toHaveLength(1);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: SESSION })).toContainText('Sign in');

  await page.getByRole('button', { name: 'analytics Sign in' }).click();
  await expect.poll(() => person.opened()).toHaveLength(2);
  await person.choose('Deny access');
  await expect(dialog).toContainText('was not allowed in the browser');
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => person.opened()).toHaveLength(3);

  await dialog.getByRole('button', { name: 'Use a code instead' }).click();
  await expect.poll(() => person.opened()).toHaveLength(4);
  const code = await dialog.getByLabel('Code', { exact: true }).innerText();
  expect((await person.opened()).at(-1)).toContain(`user_code=${code}`);
  expect(await person.choose('Allow access')).toContain('Request approved');
  await expect(page.getByRole('button', { name: SESSION })).toContainText('7 h');

  await page.getByRole('button', { name: SESSION }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: SESSION })).toContainText('Sign in');
  await expect(page.getByRole('button', { name: 'analytics Sign in' })).toBeVisible();
});

test('a sign-in that nobody finishes ends after ten minutes, and the next one is fresh', async ({
  fresh,
  person,
}) => {
  const { page, moveClock } = await fresh();
  await page.getByRole('button', { name: 'analytics Sign in' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in to latchkey-sandbox' });
  await expect.poll(() => person.opened()).toHaveLength(1);
  await moveClock(10 * 60_000 + 1_000);
  await expect(dialog).toContainText('The sign-in was not finished within 10 minutes.');
  expect(await person.opened()).toHaveLength(1);
  // with a clock that is wrong by ten minutes nothing is asked of AWS
  await moveClock(-(10 * 60_000 + 1_000));
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => person.opened()).toHaveLength(2);
  const [first = '', second = ''] = await person.opened();
  const stateOf = (address: string) => new URL(address).searchParams.get('state');
  expect(stateOf(second)).not.toBe(stateOf(first));
});

test('a gateway client that waits goes on when the sign-in is done', async ({
  fresh,
  person,
  dataFolder,
  sandbox,
}) => {
  const config = join(dataFolder, 'aws-config');
  const own = await readFile(sandbox.env['AWS_CONFIG_FILE'] ?? '', 'utf8');
  const reporting = `[profile reporting]\nsso_session = latchkey-sandbox\nsso_account_id = ${DEV}\nsso_role_name = AnalyticsReadOnly\nregion = us-east-1\nendpoint_url = ${sandbox.url}\n`;
  await writeFile(config, `${reporting}\n${own}`);
  const { page } = await fresh({ AWS_CONFIG_FILE: config });
  const saved = await ask(page, 'connections', 'save', { id: null, draft: draftFor(sandbox) });
  const connectionId = String(Reflect.get(Object(Reflect.get(Object(saved), 'value')), 'id'));
  const client = new Client({ ...(await startGateway(page, connectionId)), connectionTimeoutMillis: 60_000 });
  const connected = client.connect().then(() => 'in');
  const dialog = page.getByRole('dialog', { name: 'Sign in to latchkey-sandbox' });
  await expect(dialog).toContainText('A client that waits at the gateway needs reporting');
  expect(await person.opened()).toEqual([]);
  // the answer has the focus, and Enter gives it
  await expect(dialog.getByRole('button', { name: 'Sign in', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(() => person.opened()).toHaveLength(1);
  await person.choose('Allow access');
  expect(await connected).toBe('in');
  expect((await client.query('select 6 * 7 as answer')).rows).toEqual([{ answer: 42 }]);
  await client.end();
});

test('a sign-in by aws login is noticed by its file, and is what the built program signs with', async ({
  fresh,
  dataFolder,
  sandbox,
}) => {
  const [config, logins] = [join(dataFolder, 'aws-config'), join(dataFolder, 'logins')];
  const session = `arn:aws:iam::${DEV}:user/dana`;
  const at = `region = us-east-1\nendpoint_url = ${sandbox.url}\n`;
  await writeFile(config, `[profile console]\nlogin_session = ${session}\n${at}`);
  const { page } = await fresh({ AWS_CONFIG_FILE: config, AWS_LOGIN_CACHE_DIRECTORY: logins });
  await expect(page.getByRole('button', { name: 'console Sign in' })).toBeVisible();
  const expiresAt = Date.now() + 50 * 60_000;
  const { role } = sandbox.directory;
  const engineer = role(ENGINEER_ROLE);
  if (engineer === undefined) throw new Error('no role');
  const { accessKeyId, secretAccessKey, sessionToken } = sandbox.directory.assume(engineer, {
    name: 'dana',
    expiresAt,
  });
  const kept = {
    accessToken: {
      accessKeyId,
      secretAccessKey,
      sessionToken,
      accountId: DEV,
      expiresAt: new Date(expiresAt).toISOString(),
    },
    tokenType: 'aws_sigv4',
    clientId: 'arn:aws:signin:::devtools/same-device',
    refreshToken: 'R',
    dpopKey: 'K',
  };
  await mkdir(logins);
  await writeFile(loginPath(session, { AWS_LOGIN_CACHE_DIRECTORY: logins }), JSON.stringify(kept));
  await expect(page.getByRole('button', { name: /^console \d+ min$/ })).toBeVisible();
});

test('the built program has one copy of what the AWS SDK is given its files by', async () => {
  // with two, what main gives to one is not what a credential provider reads from the other
  const folder = join(import.meta.dirname, '..', '..', 'out', 'main');
  const names = await readdir(folder, { recursive: true });
  const texts = await Promise.all(
    names.filter((name) => name.endsWith('.js')).map((name) => readFile(join(folder, name), 'utf8')),
  );
  const code = texts.join('\n');
  expect(code).toContain('.interceptFile(');
  expect(code.match(/(?<![.\w$])interceptFile\b/g)).toHaveLength(1);
});

/** What the sign-in's file holds. */
async function tokensIn(folder: string): Promise<Record<string, string>> {
  const [name = ''] = await readdir(folder);
  return z.record(z.string(), z.string()).parse(JSON.parse(await readFile(join(folder, name), 'utf8')));
}

function draftFor({ postgres }: Sandbox): Draft {
  if (postgres === null) throw new Error('no demo database');
  const { host, port, region } = postgres;
  return {
    ...DEMO_SIGN_IN,
    name: 'reporting',
    environment: null,
    notes: '',
    family: 'postgres',
    profile: 'reporting',
    region,
    address: { host, port },
    networkRoute: { kind: 'direct' },
    client: null,
    caFile: null,
  };
}
