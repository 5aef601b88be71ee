import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../../app/clients/catalogue/catalogue.ts';
import { clientId, type Platform } from '../../../../app/clients/model.ts';
import { launchMethodFor, launchLine } from '../../../../app/clients/launch-method.ts';
import { gatewayEndpoint, entryOf, planned } from './opening.ts';

const platforms: readonly Platform[] = ['darwin', 'win32', 'linux'];
const SECRET = 'Local0Password9';

describe('the catalogue', () => {
  it('names every client once', () => {
    const ids = catalogue.map(({ id }) => clientId.parse(id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(catalogue.map(({ name }) => name)).size).toBe(ids.length);
    expect(ids.every((id) => !id.startsWith('own-'))).toBe(true);
  });

  it('offers terminals first', () => {
    const windowsFrom = catalogue.findIndex(({ runsIn }) => runsIn === 'window');
    expect(catalogue.slice(windowsFrom).every(({ runsIn }) => runsIn === 'window')).toBe(true);
    expect(catalogue.slice(0, windowsFrom).map(({ id }) => id)).toEqual([
      'psql',
      'pgcli',
      'mysql',
      'mariadb',
      'mycli',
      'usql',
    ]);
  });
});

describe.each(catalogue)('$name in the catalogue', (definition) => {
  const [family] = definition.families;
  const to = { ...gatewayEndpoint, family };

  it('is looked for, and can be got, on the same systems', () => {
    expect(Object.keys(definition.install).sort()).toEqual(Object.keys(definition.locations).sort());
  });

  it.each(platforms)('has a way where it is looked for, or says why not, on %s', (platform) => {
    const isThere = definition.locations[platform] !== undefined;
    for (const { kind } of definition.locations[platform] ?? []) {
      const line = launchLine(definition, 'gateway', { platform, foundIn: kind });
      expect(line ?? definition.caution?.(platform, null)).toEqual(expect.any(String));
      expect((line ?? '').length).toBeLessThanOrEqual(512);
    }
    expect(definition.methods.some(({ on }) => on.includes(platform)) && !isThere).toBe(false);
  });

  it('is handed a token where nobody sees it, or says why not', () => {
    for (const { route, delivery } of definition.methods) {
      if (route === 'direct') expect(['environment', 'file']).toContain(delivery);
    }
    const isDirect = platforms.some(
      (platform) => launchMethodFor(definition, 'direct', { platform, foundIn: null }) !== null,
    );
    expect(isDirect).toBe(definition.whyNoToken === undefined);
    expect(isDirect && definition.runsIn === 'window').toBe(false);
  });

  it.each(platforms)('carries the password as it says on %s', (platform) => {
    const method = launchMethodFor(definition, 'gateway', {
      platform,
      foundIn: definition.locations[platform]?.[0]?.kind ?? null,
    });
    if (method === null || definition.locations[platform] === undefined) return;
    const plan = planned(definition, platform, to, SECRET);
    if (!plan.ok) throw new Error(plan.error.message);
    const at = {
      none: false,
      paste: false,
      file: plan.value.runsIn === 'terminal' && plan.value.secret.by === 'file',
      environment:
        plan.value.runsIn === 'terminal'
          ? plan.value.secret.by === 'environment'
          : Object.values(plan.value.set).includes(SECRET),
      url: plan.value.runsIn === 'window' && plan.value.url?.includes(SECRET) === true,
      arguments: plan.value.args.some((word) => word.includes(SECRET)),
    };
    const deliveries = Object.entries(at).filter(([, isThere]) => isThere);
    expect(deliveries.map(([delivery]) => delivery)).toEqual(
      ['none', 'paste'].includes(method.delivery) ? [] : [method.delivery],
    );
  });

  it.each(platforms)('is set up for the same entry each time, without a password, on %s', (platform) => {
    const entry = entryOf(to, ['latchkey', 'password', 'orders']);
    const setUp = definition.setUp?.(entry, platform);
    expect(definition.setUp?.(entry, platform)).toEqual(setUp);
    if (setUp === undefined) return;
    expect(setUp.steps.length).toBeGreaterThan(0);
    const all = [...setUp.steps, setUp.entry?.text ?? ''].join('\n');
    expect(all).toContain('15432');
    expect(all).not.toContain(SECRET);
    expect(setUp.entry?.file ?? 'x').toMatch(/^[\w.-]+$/);
  });
});
