import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { shopSchema } from './pg-data.ts';
import { message } from './pg-wire.ts';

/** A row, by its columns. */
export type PgRow = Readonly<Record<string, unknown>>;

/** The embedded PostgreSQL: one session, into which one protocol message at a time is put. */
export interface PgEngine {
  /** Resolves once it can take messages. */
  readonly ready: Promise<void>;
  /** Runs one message and hands back the server's bytes; rejects when the engine has died of it. */
  readonly run: (frontendMessage: Uint8Array, onData: (data: Uint8Array) => void) => Promise<void>;
  /** Runs statements outside any client's session; gives the rows of the last one. */
  readonly exec: (sql: string) => Promise<readonly PgRow[]>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts PGlite in memory on a copy of a prepared data folder. `initdb` costs PGlite many seconds, so its
 * outcome is kept in `node_modules/.cache`, and is made in a child process, where it holds nobody up.
 */
export function startPgEngine(): PgEngine {
  let stopped = false;
  let database = openDatabase();
  database.catch(() => undefined);
  return {
    ready: database.then(() => undefined),
    run: async (frontendMessage, onData) => {
      const pg = await database;
      try {
        await pg.runExclusive(() => pg.execProtocolRawStream(frontendMessage, { onRawData: onData }));
      } catch (error) {
        // WebAssembly has exited: whoever comes next gets a fresh one, as after a crash of PostgreSQL
        if (!stopped) {
          database = openDatabase();
          database.catch(() => undefined);
        }
        throw error;
      }
    },
    exec: async (sql) => {
      const pg = await database;
      const results = await pg.exec(sql);
      return results.at(-1)?.rows ?? [];
    },
    stop: async () => {
      stopped = true;
      const pg = await database.catch(() => undefined);
      await pg?.close().catch(() => undefined);
    },
  };
}

/** Ends all session state that a client may have left behind. */
export const DISCARD_ALL = message('Q', 'discard all');

async function openDatabase(): Promise<PGlite> {
  const data = await preparedData();
  return PGlite.create({ loadDataDir: new Blob([new Uint8Array(data)], { type: 'application/x-gzip' }) });
}

async function preparedData(): Promise<Buffer> {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const digest = createHash('sha256')
    .update(shopSchema)
    .update(await readFile(entry));
  const cut = entry.lastIndexOf(join('node_modules', '@electric-sql'));
  const folder = join(entry.slice(0, cut), 'node_modules', '.cache', 'latchkey-sandbox');
  const file = join(folder, `shop-${digest.digest('hex').slice(0, 16)}.tar.gz`);
  const cached = await readFile(file).catch(() => undefined);
  if (cached) return cached;

  await mkdir(folder, { recursive: true });
  const unfinished = `${file}.${process.pid}.${Date.now()}`;
  await runNode(prepareScript(pathToFileURL(entry).href, unfinished));
  const made = await readFile(unfinished);
  // another process may have been as quick, and on Windows a file in use cannot be replaced
  await rename(unfinished, file).catch(() => rm(unfinished, { force: true }));
  return made;
}

function prepareScript(entryUrl: string, file: string): string {
  return `
    import { writeFileSync } from 'node:fs';
    const module = await import(${JSON.stringify(entryUrl)});
    const PGlite = module.PGlite ?? module.default.PGlite;
    const pg = await PGlite.create();
    await pg.exec(${JSON.stringify(shopSchema)});
    const dump = await pg.dumpDataDir('gzip');
    writeFileSync(${JSON.stringify(file)}, new Uint8Array(await dump.arrayBuffer()));
    await pg.close();
  `;
}

function runNode(script: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', ELECTRON_RUN_AS_NODE: '1' },
      windowsHide: true,
    });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The embedded PostgreSQL could not be prepared: ${complaint.slice(-2000)}`));
    });
  });
}
