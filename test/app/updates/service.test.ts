import { describe, expect, it, vi } from 'vitest';
import { fail, succeed, type Result } from '../../../app/common/result.ts';
import type { Settings } from '../../../app/settings/model.ts';
import type { UpdateState } from '../../../app/updates/model.ts';
import type { Updater } from '../../../app/updates/ports.ts';
import { createUpdates } from '../../../app/updates/service.ts';
import { deferred, settled } from '../deferred.ts';

function module(over: Partial<Updater> | null = {}) {
  const states: UpdateState[] = [];
  const updater = {
    check: vi.fn<Updater['check']>(over?.check ?? (async () => succeed('2.0.0'))),
    download: vi.fn<Updater['download']>(over?.download ?? (async () => succeed(null))),
    install: vi.fn<Updater['install']>(over?.install ?? (() => succeed(null))),
  };
  const chosen: { channel: Settings['updateChannel'] } = { channel: 'latest' };
  const updates = createUpdates({
    updater: over === null ? null : updater,
    channel: () => chosen.channel,
    onChanged: (state) => states.push(state),
  });
  return { updates, updater, states, chosen };
}

describe('a copy without a feed', () => {
  it('is unavailable, and says where to look', async () => {
    const { updates, states } = module(null);
    expect(updates.current()).toEqual({ status: 'unavailable' });
    for (const reply of [await updates.check(), await updates.download(), updates.install()]) {
      expect(reply).toMatchObject({ ok: false, error: { code: 'update-failed', hint: expect.any(String) } });
    }
    expect(states).toEqual([]);
  });
});

describe('an update', () => {
  it('is taken step by step, each asked for', async () => {
    const { updates, updater, states } = module({
      download: async (onPercent) => {
        for (const percent of [0.4, 33.3, 33.9, 20, 100.2]) onPercent(percent);
        return succeed(null);
      },
    });
    expect(updates.current()).toEqual({ status: 'idle' });
    await settled();
    expect(updater.check).not.toHaveBeenCalled();

    await updates.check();
    expect(updater.check).toHaveBeenCalledExactlyOnceWith('latest');
    await updates.download();
    expect(updates.install()).toEqual(succeed({}));
    const version = '2.0.0';
    expect(states).toEqual([
      { status: 'checking' },
      { status: 'available', version },
      { status: 'downloading', version, percent: 0 },
      { status: 'downloading', version, percent: 33 },
      { status: 'downloading', version, percent: 100 },
      { status: 'ready', version },
    ]);
    expect(updater.install).toHaveBeenCalledOnce();
  });

  it('that is not there is said to be so', async () => {
    const { updates } = module({ check: async () => succeed(null) });
    await updates.check();
    expect(updates.current()).toEqual({ status: 'current' });
  });

  it('is neither downloaded nor installed out of turn', async () => {
    const { updates, updater, states } = module();
    expect(await updates.download()).toMatchObject({ error: { code: 'update-failed' } });
    expect(updates.install()).toMatchObject({ error: { code: 'update-failed' } });
    expect([updater.download.mock.calls, updater.install.mock.calls, states]).toEqual([[], [], []]);
  });

  it('is asked for once, however often one asks while it runs or once it is ready', async () => {
    const gate = deferred<Result<string | null>>();
    const check = vi.fn(() => gate.promise);
    const { updates, updater } = module({ check });
    const first = updates.check();
    expect(await updates.check()).toEqual(succeed({}));
    gate.resolve(succeed('2.0.0'));
    await first;
    await Promise.all([updates.download(), updates.download()]);
    await updates.check();
    await updates.download();
    expect([check.mock.calls.length, updater.download.mock.calls.length]).toEqual([1, 1]);
    expect(updates.current()).toEqual({ status: 'ready', version: '2.0.0' });
  });

  it('that fails says why, and can be tried again', async () => {
    const error = fail('unreachable', 'No network.', { hint: 'Try again.' });
    const check = vi.fn<Updater['check']>(async () => error);
    const { updates } = module({ check, download: async () => error });
    await updates.check();
    expect(updates.current()).toEqual({ status: 'failed', error: error.error });
    check.mockResolvedValue(succeed('2.0.0'));
    await updates.check();
    await updates.download();
    expect(updates.current()).toEqual({ status: 'failed', error: error.error });
  });

  it('that cannot be started says why', async () => {
    const { updates } = module({ install: () => fail('update-failed', 'The file is gone.') });
    await updates.check();
    await updates.download();
    expect(updates.install()).toMatchObject({ error: { message: 'The file is gone.' } });
    expect(updates.current()).toMatchObject({ status: 'failed' });
  });
});

describe('another channel', () => {
  it('is asked from then on, and what the first one offered is forgotten', async () => {
    const { updates, updater, chosen } = module();
    await updates.check();
    chosen.channel = 'beta';
    updates.channelChanged();
    expect(updates.current()).toEqual({ status: 'idle' });
    await updates.check();
    expect(updater.check).toHaveBeenLastCalledWith('beta');
  });

  it('chosen while the first is being asked makes its answer void', async () => {
    const gate = deferred<Result<string | null>>();
    const { updates, chosen } = module({ check: () => gate.promise });
    const asking = updates.check();
    chosen.channel = 'beta';
    updates.channelChanged();
    gate.resolve(succeed('2.0.0'));
    await asking;
    expect(updates.current()).toEqual({ status: 'idle' });
  });

  it('leaves what is ready', async () => {
    const { updates } = module();
    await updates.check();
    await updates.download();
    updates.channelChanged();
    expect(updates.current()).toMatchObject({ status: 'ready' });
  });
});
