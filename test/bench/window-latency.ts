import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { ask } from '../e2e/driver.ts';
import startDisplay from '../e2e/display.ts';
import { startElectronDriver } from '../e2e/electron-driver.ts';
import { rawPostgres, simpleQuery } from '../lab/raw-postgres.ts';
import { startStubPostgres } from '../lab/stub-postgres.ts';
import { prepareDataFolder } from '../sandbox/data-folder.ts';
import { startSandbox } from '../sandbox/start-sandbox.ts';
import { median, table } from './report.ts';

/** Letters typed in each measurement. */
const LETTERS = 'latchkeydemo';
const ROUNDS = 5;

/**
 * How long a key takes from the press to the picture while the application's own gateway passes COPY data on as
 * fast as a client reads it, against the same with nothing to do; prints it, and gives the ratio.
 */
export async function windowLatency(): Promise<number> {
  const stopDisplay = await startDisplay();
  const sandbox = await startSandbox({ without: ['mysql', 'postgres'] });
  const stub = await startStubPostgres(sandbox.authority);
  const dataFolder = await mkdtemp(join(tmpdir(), 'latchkey-latency-'));
  await prepareDataFolder(sandbox, dataFolder);
  const latchkey = await startElectronDriver({ env: sandbox.env, dataFolder });
  try {
    const { page } = latchkey;
    await page.getByRole('row').nth(3).waitFor();
    const gateway = await startGateway(page, stub.port);
    await watchKeys(page);
    const idle: number[] = [];
    const loaded: number[] = [];
    let megabytes = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      idle.push(...(await typed(page)));
      const bulk = await rawPostgres(gateway.port, gateway.as);
      if (bulk === null) throw new Error('The bulk client was not let in.');
      bulk.on('data', (chunk: Buffer) => (megabytes += chunk.length / 1e6));
      bulk.write(simpleQuery('flood'));
      loaded.push(...(await typed(page)));
      bulk.destroy();
    }
    const words = [idle, loaded].map((times) => `${median(times).toFixed(0)} ms`);
    console.log(
      `${table([
        ['key to picture', 'idle', 'bulk copy'],
        [`${megabytes.toFixed(0)} MB passed`, ...words],
      ])}\n`,
    );
    // with a session open quitting would ask
    await ask(page, 'gateway', 'stop', { connectionId: gateway.connectionId });
    return median(loaded) / median(idle);
  } finally {
    await latchkey.quit();
    await stub.close();
    await sandbox.stop();
    await rm(dataFolder, { recursive: true, force: true });
    stopDisplay?.();
  }
}

const saved = z.object({ ok: z.literal(true), value: z.object({ id: z.string() }) });
const shown = z.object({ ok: z.literal(true), value: z.object({ password: z.string() }) });
const known = z.object({
  value: z.object({
    gateways: z.array(z.object({ port: z.int() })),
    profiles: z.object({
      profiles: z.array(z.object({ name: z.string(), state: z.object({ status: z.string() }) })),
    }),
  }),
});

async function startGateway(page: Page, port: number) {
  const { profiles } = known.parse(await ask(page, 'window', 'snapshot', {})).value.profiles;
  const profile = profiles.find(({ state }) => state.status === 'usable')?.name ?? '';
  const draft = {
    name: 'bulk',
    environment: null,
    notes: '',
    family: 'postgres',
    profile,
    region: 'eu-west-1',
    address: { host: 'localhost', port },
    connectAddress: null,
    dbUser: 'bulk',
    database: 'bulk',
    client: null,
    caFile: null,
  };
  const { id: connectionId } = saved.parse(await ask(page, 'connections', 'save', { id: null, draft })).value;
  await ask(page, 'gateway', 'start', { connectionId });
  await ask(page, 'gateway', 'change', { connectionId, change: { localSignIn: 'cleartext' } });
  const { password } = shown.parse(await ask(page, 'gateway', 'password', { connectionId })).value;
  const [gateway] = known.parse(await ask(page, 'window', 'snapshot', {})).value.gateways;
  if (gateway === undefined) throw new Error('There is no gateway.');
  return { connectionId, port: gateway.port, as: { user: 'bulk', database: 'bulk', password } };
}

/** Notes how long each key takes from its event to the frame after the next one. */
async function watchKeys(page: Page): Promise<void> {
  await page.evaluate(() => {
    const times: number[] = [];
    Reflect.set(globalThis, '__keys', times);
    addEventListener(
      'keydown',
      (event) =>
        requestAnimationFrame(() =>
          requestAnimationFrame(() => times.push(performance.now() - event.timeStamp)),
        ),
      { capture: true },
    );
  });
}

async function typed(page: Page): Promise<number[]> {
  await page.keyboard.press('/');
  await page.keyboard.type(LETTERS);
  for (let count = 0; count < LETTERS.length; count += 1) await page.keyboard.press('Backspace');
  return page.evaluate(() => {
    const times: unknown = Reflect.get(globalThis, '__keys');
    return Array.isArray(times) ? times.splice(0).map(Number) : [];
  });
}
