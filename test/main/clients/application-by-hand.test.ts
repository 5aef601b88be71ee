import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dbeaverCommunity } from '../../../app/clients/catalogue/dbeaver.ts';
import { tableplus } from '../../../app/clients/catalogue/tableplus.ts';
import { locate } from '../../../main/clients/locate.ts';
import { temporaryFolder } from './surroundings.ts';

it('starts an application that was chosen by hand as one that was found', async () => {
  const home = temporaryFolder();
  const where = join(home, 'My DBeaver.app');
  mkdirSync(where);
  const given = { platform: 'darwin', path: '', home, environment: {} } as const;
  const found = { found: true, where, foundIn: 'application' };
  expect(await locate(dbeaverCommunity, where, given)).toEqual({
    ...found,
    program: join(where, 'Contents', 'MacOS', 'dbeaver'),
  });
  expect(await locate(tableplus, where, given)).toEqual({ ...found, program: null });
});
