import { closeSync, openSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { versionAsker } from '../../../main/clients/ask-version.ts';
import { shellScript, temporaryFolder } from './surroundings.ts';

const environment = { PATH: process.env['PATH'] };

it.runIf(process.platform === 'linux')(
  'names a program that is being written, and asks it again later',
  async () => {
    const program = shellScript(join(temporaryFolder(), 'psql'), 'echo "psql 16.1"');
    const ask = versionAsker(environment);
    // Linux runs no file that somebody has open for writing; that is what an update under way looks like
    const writer = openSync(program, 'r+');
    const busy = await ask(program);
    closeSync(writer);
    expect(busy).toMatchObject({
      ok: false,
      error: { code: 'launch-failed', message: expect.stringContaining('being written') },
    });
    expect(await ask(program)).toEqual({ ok: true, value: 'psql 16.1\n' });
  },
);

it.skipIf(process.platform === 'win32').each([
  ['may not be run', '#!/bin/sh\n', 0o644, 'may not be run'],
  ['has no interpreter', '#!/no/such/interpreter\n', 0o755, 'interpreter'],
])('names a program that %s', async (_, content, mode, words) => {
  const program = join(temporaryFolder(), 'psql');
  writeFileSync(program, content, 'latin1');
  chmodSync(program, mode);
  expect(await versionAsker(environment)(program)).toMatchObject({
    ok: false,
    error: { code: 'launch-failed', message: expect.stringContaining(words) },
  });
});

it('has no version of a program that ends with an error: it was started', async () => {
  const program = shellScript(join(temporaryFolder(), 'psql'), 'exit 3');
  expect(await versionAsker(environment)(program)).toEqual({ ok: true, value: '' });
});
