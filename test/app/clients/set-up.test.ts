import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { catalogue } from '../../../app/clients/catalogue/catalogue.ts';
import type { SetUpTarget } from '../../../app/clients/catalogue/definition.ts';
import { setUpCard, type ClientChoices, type Platform } from '../../../app/clients/model.ts';
import { createClients } from '../../../app/clients/service.ts';
import { fail, succeed } from '../../../app/common/result.ts';
import { fakeLauncher, memoryFile } from './fake-launcher.ts';
import { oddName } from './odd-values.ts';

const keepers = catalogue.filter(({ setUp }) => setUp !== undefined);

const target: Omit<SetUpTarget, 'host' | 'port'> = {
  id: '7f9c24e5-3b1a-4c0d-8a6e-5f2b1c9d0e11',
  name: 'orders',
  family: 'postgres',
  dbUser: 'alice',
  database: 'shop',
  environment: null,
  passwordCommand: null,
};

function module(platform: Platform = 'linux') {
  return createClients({
    resolve: async () => [],
    launcher: fakeLauncher([], { platform }).launcher,
    currentSettings: () => ({ terminal: 'auto', caFile: null }),
    choicesFile: memoryFile<ClientChoices>({ paths: {}, own: [] }),
    chooseProgram: async () => succeed(null),
    newId: () => target.id,
    onChanged: () => undefined,
  });
}

describe('what a client is told once', () => {
  it.each(keepers.map((definition) => [definition.id, definition] as const))(
    'leads %s to the gateway on every system, whatever the connection is called',
    async (id, definition) => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom<Platform>('darwin', 'win32', 'linux'),
          fc.constantFrom(...definition.families),
          oddName.map((text) => text.slice(0, 64)),
          async (platform, family, name) => {
            const reply = await module(platform).setUp({ ...target, family, name }, id, async () =>
              succeed(15_499),
            );
            expect(reply).toMatchObject({ ok: true });
            if (!reply.ok) return;
            expect(setUpCard.safeParse(reply.value).error).toBeUndefined();
            expect(JSON.stringify(reply.value)).toContain('15499');
          },
        ),
        { numRuns: 40 },
      );
    },
  );

  it('reserves a port for nobody who keeps no entry', async () => {
    const reserve = vi.fn(async () => succeed(15_432));
    const { setUp } = module();
    expect(await setUp(target, 'psql', reserve)).toMatchObject({ error: { code: 'not-allowed' } });
    expect(await setUp(target, 'nobody', reserve)).toMatchObject({ error: { code: 'client-not-found' } });
    const mysqlOnly = keepers.find(({ families }) => !families.includes('postgres'));
    expect(await setUp(target, mysqlOnly?.id ?? '', reserve)).toMatchObject({
      error: { code: 'invalid-input' },
    });
    expect(reserve).not.toHaveBeenCalled();
  });

  it('is nothing where there is no port', async () => {
    const none = fail('port-in-use', 'None is free.');
    expect(await module().setUp(target, 'dbeaver', async () => none)).toEqual(none);
  });

  it.each(['.bashrc', 'a/b', 'a\\b', '../x', '', 'a\nb'])('has no file %j', (file) => {
    expect(setUpCard.safeParse({ steps: ['x'], entry: { file, text: '' } }).success).toBe(false);
  });
});
