import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../app/clients/catalogue/catalogue.ts';
import type { ClientDefinition, InstallLocation } from '../../../app/clients/catalogue/definition.ts';
import type { Platform } from '../../../app/clients/model.ts';
import type { FoundClient } from '../../../app/clients/ports.ts';
import { launchMethodFor } from '../../../app/clients/launch-method.ts';
import { openWindow, windowCommand } from '../../../main/clients/open-window.ts';
import { makeRunFolder } from '../../../main/clients/run-folder.ts';
import { gatewayEndpoint } from '../../app/clients/catalogue/opening.ts';
import { oddName } from '../../app/clients/odd-values.ts';
import { bytes, recorded, recorder, spawnInstead } from './recorder.ts';
import { realClock, temporaryFolder } from './surroundings.ts';

/** Any password that a gateway may have: printable, without blanks. */
const password = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 1,
});

/** A client in a place of its own under a folder, with a recorder under the client's own name. */
function installed(location: InstallLocation, folder: string): FoundClient {
  const foundIn = location.kind;
  if (location.kind === 'application') {
    const where = join(folder, location.bundle);
    const program =
      location.program === undefined ? null : recorder(join(where, 'Contents', 'MacOS', location.program));
    return { where, foundIn, program };
  }
  const name =
    location.kind === 'program'
      ? location.name
      : location.kind === 'flatpak'
        ? location.app
        : location.file.replace('*', '1.0');
  const program = recorder(join(folder, name));
  return { where: program, foundIn, program };
}

const windows = catalogue.filter(({ runsIn }) => runsIn === 'window');
const cases = windows.flatMap((definition) =>
  (['darwin', 'win32', 'linux'] as const).flatMap((platform) =>
    // one place of each kind: what differs between kinds is how the client is started
    (definition.locations[platform] ?? [])
      .filter(({ kind }, at, locations) => locations.findIndex((other) => other.kind === kind) === at)
      .map((location): [string, Platform, string, ClientDefinition, InstallLocation] => [
        definition.name,
        platform,
        location.kind,
        definition,
        location,
      ]),
  ),
);

describe('a recorder under each client’s own name', () => {
  it.each(cases)(
    '%s on %s as %s: what goes in comes out byte for byte',
    async (...[, platform, , definition, location]) => {
      const method = launchMethodFor(definition, 'gateway', { platform, foundIn: location.kind });
      if (method === null) return;
      const base = temporaryFolder();
      const client = installed(location, join(base, 'client'));
      const open = recorder(join(base, 'system', 'open'));
      const around = {
        environment: { PATH: '/usr/bin:/bin', HOME: base },
        home: base,
        clock: realClock,
        spawn: spawnInstead('/usr/bin/open', open),
      };
      await fc.assert(
        fc.asyncProperty(oddName, oddName, oddName, password, async (name, user, database, secret) => {
          const to = { ...gatewayEndpoint, family: definition.families[0], name, dbUser: user, database };
          const given = {
            platform,
            foundIn: location.kind,
            said: '',
            caPath: '/d/ca.pem',
            ownOptionFile: null,
          };
          const plan = method.plan(to, secret, given);
          if (!plan.ok) return;
          if (plan.value.runsIn !== 'window') throw new Error('it has a window');
          const made = await makeRunFolder(join(base, 'run'), 'none');
          if (!made.ok) throw new Error(made.error.message);
          const opened = await openWindow(client, plan.value, definition.name, made.value, around);
          expect(opened).toEqual({ ok: true, value: undefined });
          const [program] = windowCommand(client, plan.value);
          const seen = recorded(join(program === '/usr/bin/open' ? open : program, '..'));
          const { args, url } = plan.value;
          const words = url === null ? args : [...args, url];
          // macOS' `open` has words of its own before them
          expect(seen.words.slice(seen.words.length - words.length)).toEqual(words.map(bytes));
          for (const [key, value] of Object.entries(plan.value.set)) {
            expect(seen.environment).toContain(bytes(`${key}=${value}`));
          }
          const inWords = seen.words.some((word) => word.includes(bytes(secret)));
          if (method.delivery === 'environment' && secret.length > 9) expect(inWords).toBe(false);
        }),
        // plain values, which every client takes, come first; who is only started gets none
        { examples: [['orders', 'alice', 'shop', 'Pw1']], numRuns: method.delivery === 'none' ? 1 : 5 },
      );
    },
  );
});
