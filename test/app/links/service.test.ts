import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Connection } from '../../../app/connections/model.ts';
import { fail, succeed, type Result } from '../../../app/common/result.ts';
import { nameInLink } from '../../../app/links/model.ts';
import type { ConfirmLink } from '../../../app/links/ports.ts';
import { createLinks } from '../../../app/links/service.ts';
import { anyText } from '../any-text.ts';
import { connection, idOf } from '../connections/sample-connection.ts';
import { deferred } from '../deferred.ts';
import { testClock } from '../test-clock.ts';

const orders = connection({ id: idOf(1), name: 'orders · prod' });
const link = `latchkey://connect/${encodeURIComponent(orders.name)}`;

async function linksModule(
  said: Awaited<ReturnType<ConfirmLink>>,
  stored: string[] = [],
  connections: readonly Connection[] = [orders],
) {
  const clock = testClock();
  const world = { onDisk: stored, save: (): Result<null> => succeed(null) };
  const confirm = vi.fn<ConfirmLink>(async () => said);
  const open = vi.fn(async (_connection: Connection): Promise<Result<unknown>> => succeed(null));
  const onFailure = vi.fn();
  const module = createLinks({
    file: {
      load: async () => ({ value: world.onDisk, problem: null }),
      async save(value) {
        const saved = world.save();
        if (saved.ok) world.onDisk = value;
        return saved;
      },
    },
    clock,
    connections: () => connections,
    confirm,
    open,
    onFailure,
  });
  await module.load();
  return { module, clock, world, confirm, open, onFailure };
}

describe('a link', () => {
  it.each([
    ['latchkey://connect/orders', 'orders'],
    ['LATCHKEY://CONNECT/orders/', 'orders'],
    [link, 'orders · prod'],
    ['latchkey://connect/a%2Fb%20%26%3F', 'a/b &?'],
  ])('%s names a connection', (given, name) => {
    expect(nameInLink(given)).toBe(name);
  });

  it.each([
    'latchkey://connect/',
    'latchkey://connect',
    'latchkey:connect/orders',
    'latchkey://open/orders',
    'latchkey://connect/orders?client=psql',
    'latchkey://connect/orders#x',
    'latchkey://connect/orders/psql',
    'latchkey://user@connect/orders',
    'latchkey://connect/%',
    'latchkey://connect/%00',
    'latchkey://connect/a%0ab',
    'latchkey://connect/%ff',
    'latchkey-app://connect/orders',
    'https://connect/orders',
    'latchkey://connect/orders --client=x',
    `latchkey://connect/${'x'.repeat(2_048)}`,
  ])('%s names none', (given) => {
    expect(nameInLink(given)).toBeNull();
  });

  it('says nothing else, whatever is in it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const name = nameInLink(`latchkey://connect/${text}`);
        if (name !== null) expect(name).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

describe('following', () => {
  it('asks each time, opens, and remembers nothing where the answer was for once', async () => {
    const { module, clock, world, confirm, open } = await linksModule('once');
    expect(await module.open(link)).toBe(true);
    clock.advance(5_000);
    await module.open(`latchkey://connect/${orders.id}`);
    expect(confirm).toHaveBeenCalledTimes(2);
    expect(open.mock.calls).toEqual([[orders], [orders]]);
    expect(world.onDisk).toEqual([]);
  });

  it('opens nothing where the person said no', async () => {
    const { module, open, onFailure } = await linksModule('no');
    expect(await module.open(link)).toBe(true);
    expect(open).not.toHaveBeenCalled();
    expect(onFailure).not.toHaveBeenCalled();
  });

  it('remembers a yes for this connection alone, also after a restart', async () => {
    const other = connection({ id: idOf(2), name: 'billing' });
    const first = await linksModule('always', [idOf(9)], [orders, other]);
    await first.module.open(link);
    // what is saved no longer is forgotten
    expect(first.world.onDisk).toEqual([orders.id]);
    const next = await linksModule('no', first.world.onDisk, [orders, other]);
    await next.module.open(link);
    expect(next.confirm).not.toHaveBeenCalled();
    expect(next.open).toHaveBeenCalledWith(orders);
    next.clock.advance(5_000);
    await next.module.open('latchkey://connect/billing');
    expect(next.confirm).toHaveBeenCalledOnce();
  });

  it('tells of a link that means nothing, nobody, or two', async () => {
    const twins = [orders, connection({ id: idOf(2), name: orders.name })];
    for (const [given, code, known] of [
      ['latchkey://run/rm', 'invalid-input', [orders]],
      ['latchkey://connect/order', 'connection-not-found', [orders]],
      ['latchkey://connect/ORDERS%20%C2%B7%20PROD', 'connection-not-found', [orders]],
      [link, 'connection-not-found', twins],
    ] as const) {
      const { module, confirm, open, onFailure } = await linksModule('always', [], known);
      expect(await module.open(given)).toBe(false);
      expect(onFailure).toHaveBeenCalledWith(expect.objectContaining({ code }));
      expect(confirm).not.toHaveBeenCalled();
      expect(open).not.toHaveBeenCalled();
    }
  });

  it('passes on why a client could not be opened', async () => {
    const { module, open, onFailure } = await linksModule('once');
    open.mockResolvedValue(fail('client-not-found', 'No psql.'));
    expect(await module.open(link)).toBe(false);
    expect(onFailure).toHaveBeenCalledWith({ code: 'client-not-found', message: 'No psql.' });
  });

  it('deals with one at a time: a page cannot fill the screen', async () => {
    const { module, clock, confirm, open } = await linksModule('once');
    const asked = deferred<'once'>();
    confirm.mockReturnValueOnce(asked.promise);
    const first = module.open(link);
    await Promise.all(Array.from({ length: 50 }, () => module.open(link)));
    asked.resolve('once');
    await first;
    await module.open(link);
    expect(confirm).toHaveBeenCalledOnce();
    expect(open).toHaveBeenCalledOnce();
    clock.advance(1_000);
    await module.open(link);
    expect(open).toHaveBeenCalledTimes(2);
  });

  it('opens although the yes could not be written down, and says so', async () => {
    const { module, world, open, onFailure } = await linksModule('always');
    world.save = () => fail('file-unwritable', 'Full.');
    await module.open(link);
    expect(open).toHaveBeenCalledOnce();
    expect(onFailure).toHaveBeenCalledWith(expect.objectContaining({ code: 'file-unwritable' }));
  });
});
