import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../main/temporary-folder.ts';
import { outputOf } from './copy-as.ts';
import { startLabGateway, type LabGateway } from './gateway.ts';
import { startLab, type Lab } from './lab.ts';

/** Debian's, for which it has the office's own module. */
const PYTHON = '/usr/bin/python3';
const SCRIPT = join(import.meta.dirname, 'libreoffice_base.py');

/** Prints all that a saved database holds. */
const UNPACKED = 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(*map(z.read, z.namelist()))';

let lab: Lab;
let stopOffice: () => Promise<void>;
const pipe = `latchkey-${process.pid}`;
beforeAll(async () => {
  lab = await startLab();
  stopOffice = startOffice();
}, 300_000);
afterAll(async () => {
  await stopOffice?.();
  await lab?.stop();
});

/** An office without a window, with a profile of its own, that listens on the pipe; gives what ends it. */
function startOffice(): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-office-'));
  const child = spawn(
    'soffice',
    [
      '--headless',
      '--norestore',
      '--nologo',
      `-env:UserInstallation=${pathToFileURL(folder).href}`,
      `--accept=pipe,name=${pipe};urp;`,
    ],
    { stdio: 'ignore', detached: true, env: { PATH: process.env['PATH'], HOME: folder, LC_ALL: 'C.UTF-8' } },
  );
  const ended = once(child, 'exit');
  return async () => {
    // the program is a script that starts others
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
}

/** What LibreOffice Base's own assistant makes of host, port and database. */
const addressOf = {
  postgres: ({ port }: LabGateway, database: string) =>
    `sdbc:postgresql:host=127.0.0.1 port=${port} dbname=${database}`,
  mariadb: ({ port }: LabGateway, database: string) => `sdbc:mysql:mysqlc:127.0.0.1:${port}/${database}`,
} as const;

describe.each(['postgres', 'mariadb'] as const)('LibreOffice Base, set up by hand for %s', (engine) => {
  it(
    'gets rows with the local password, asks for it again, and saves none',
    { timeout: 240_000 },
    async () => {
      const gateway = await startLabGateway(lab, engine);
      try {
        const file = join(temporaryFolder(), 'orders.odb');
        const address = addressOf[engine](gateway, lab[engine].database);
        const ask = (password: string, query = 'select 40 + 2'): Promise<string> =>
          outputOf(PYTHON, [SCRIPT, pipe, file, address, lab.users.app, query], {
            env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', LOCAL_PASSWORD: password },
          });
        expect(await ask(gateway.password)).toBe('42\n');
        expect(await ask(gateway.password, 'select current_user')).toMatch(
          new RegExp(`^${lab.users.app}\\b`),
        );
        expect(gateway.tokens()).toBe(2);
        expect(await ask('wrong')).toMatch(/^refused: .*(password|denied)/is);
        expect(gateway.tokens()).toBe(2);
        const saved = await outputOf(PYTHON, ['-c', UNPACKED, file], { env: { PATH: process.env['PATH'] } });
        expect(saved).toContain(String(gateway.port));
        expect(saved).not.toContain(gateway.password);
      } finally {
        await gateway.stop();
      }
    },
  );
});
