import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { findChromium } from '../../scripts/find-chromium.ts';
import { freePorts } from '../lab/server-process.ts';
import { DBGATE } from './install-dbgate.ts';

/** How long the page may take for anything, in milliseconds: it waits for processes that DbGate starts. */
const PAGE_TIMEOUT_MS = 60_000;

/** A real DbGate, which serves its window to a browser, and that browser. */
export interface DbGate {
  readonly page: Page;
  /** Opens a query's tab, runs the query and waits for this text among what comes back. */
  readonly query: (sql: string, expected: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts DbGate with variables, as Latchkey starts it, or with a file of connections, and opens it in Chromium.
 *
 * @param set its variables
 * @param connections the lines of its `connections.jsonl`
 */
export async function startDbGate(
  set: Readonly<Record<string, string>>,
  connections: string | null = null,
): Promise<DbGate> {
  const home = mkdtempSync(join(tmpdir(), 'latchkey-dbgate-'));
  mkdirSync(join(home, '.dbgate'));
  if (connections !== null) writeFileSync(join(home, '.dbgate', 'connections.jsonl'), connections);
  const [port = 0] = await freePorts(1);
  const child = spawn(process.execPath, [DBGATE], {
    cwd: home,
    env: { PATH: process.env['PATH'], HOME: home, PORT: String(port), ...set },
    stdio: ['ignore', 'pipe', 'pipe'],
    // it starts others for each connection
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (output += text.toString()));
  const ended = once(child, 'exit');
  const browser = await chromium.launch({
    executablePath: findChromium() ?? 'chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  });
  const stop = async (): Promise<void> => {
    await browser.close();
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const page = await browser.newPage({ viewport: { width: 1_250, height: 900 } });
    page.setDefaultTimeout(PAGE_TIMEOUT_MS);
    await page.goto(`http://localhost:${await listening(() => output)}/`);
    return { page, query: (sql, expected) => query(page, sql, expected), stop };
  } catch (cause) {
    await stop();
    throw new Error(`${String(cause)}\n${output.slice(-2_000)}`, { cause });
  }
}

/** The port, once it says that it listens: it takes another one where its own is not free. */
async function listening(output: () => string): Promise<string> {
  for (let tries = 0; tries < 600; tries += 1) {
    const [, port] = /listening on port (\d+)/.exec(output()) ?? [];
    if (port !== undefined) return port;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('DbGate does not listen.');
}

async function query(page: Page, sql: string, expected: string): Promise<void> {
  await page.getByTestId('TabsPanel_buttonNewObject').click();
  await page.getByTestId('NewObjectModal_query').click();
  await page.locator('.ace_editor').last().click();
  await page.keyboard.type(sql);
  await page.getByTestId('QueryTab_executeButton').last().click();
  await page.getByText(expected, { exact: true }).last().waitFor();
}
