import { describe, expect, it } from 'vitest';
import { Secret } from '../../../app/common/secret.ts';
import type { Settings } from '../../../app/settings/model.ts';
import { guardClipboard } from '../../../app/tokens/clipboard-guard.ts';
import { deferred, settled } from '../deferred.ts';
import { testClock } from '../test-clock.ts';
import { fakeClipboard } from './fake-clipboard.ts';

const LEASE_MS = 900_000;

function guarded(clearClipboardAfter: Settings['clearClipboardAfter'] = 'lease') {
  const clock = testClock();
  const { clipboard, seen } = fakeClipboard();
  const settings = { clearClipboardAfter };
  const guard = guardClipboard(clipboard, clock, () => settings);
  const write = (token: string) => guard.write(new Secret(token), clock.now() + LEASE_MS);
  return { clock, clipboard, seen, settings, guard, write };
}

describe('a token on the clipboard', () => {
  it('is written as a secret, exactly its bytes', async () => {
    const { seen, write } = guarded();
    const token = 'db:5432/?Action=connect&DBUser=a%2Bb\u00a0';
    await write(token);
    expect(seen.secrets).toEqual([token]);
    expect(seen.text).toBe(token);
  });

  it.each([
    ['lease', LEASE_MS],
    [30, 30_000],
    [60, 60_000],
    [300, 300_000],
  ] as const)('is cleared after %s, and not before', async (after, ms) => {
    const { clock, seen, write } = guarded(after);
    await write('T');
    clock.advance(ms - 1);
    await settled();
    expect(seen.text).toBe('T');
    clock.advance(1_000);
    await settled();
    expect(seen).toMatchObject({ text: '', clears: 1 });
    expect(clock.watchers()).toBe(0);
  });

  it('is cleared when its lease ends, even if the time set is longer', async () => {
    const { clock, seen, guard } = guarded(300);
    await guard.write(new Secret('T'), clock.now() + 10_000);
    clock.advance(11_000);
    await settled();
    expect(seen.text).toBe('');
  });

  it('is cleared at once when the computer wakes after its end', async () => {
    const { clock, seen, write } = guarded();
    await write('T');
    clock.sleep(8 * 3_600_000);
    await settled();
    expect(seen.text).toBe('');
  });

  it('follows a setting that is changed in between', async () => {
    const { clock, seen, settings, write } = guarded('lease');
    await write('T');
    clock.advance(120_000);
    settings.clearClipboardAfter = 60;
    clock.advance(1_000);
    await settled();
    expect(seen.text).toBe('');
  });
});

describe('what someone copied since', () => {
  it('stays, at the deadline and at the end', async () => {
    const { clock, clipboard, seen, guard, write } = guarded(30);
    await write('T');
    await clipboard.writeText('theirs');
    clock.advance(31_000);
    await settled();
    await guard.stop();
    expect(seen).toMatchObject({ text: 'theirs', clears: 0 });
    expect(clock.watchers()).toBe(0);
  });
});

describe('two tokens in a row', () => {
  it('the second has a deadline of its own', async () => {
    const { clock, seen, write } = guarded(30);
    await write('first');
    clock.advance(20_000);
    await write('second');
    clock.advance(20_000);
    await settled();
    expect(seen.text).toBe('second');
    clock.advance(11_000);
    await settled();
    expect(seen.text).toBe('');
  });

  it('are written one after the other, and the last one is guarded', async () => {
    const { clock, clipboard, seen, guard } = guarded(30);
    const gate = deferred<void>();
    const write = clipboard.writeSecret;
    clipboard.writeSecret = async (text) => {
      if (text === 'first') await gate.promise;
      await write(text);
    };
    const both = [
      guard.write(new Secret('first'), clock.now() + 1e6),
      guard.write(new Secret('second'), clock.now() + 1e6),
    ];
    await settled();
    expect(seen.secrets).toEqual([]);
    gate.resolve();
    await Promise.all(both);
    expect(seen.text).toBe('second');
    clock.advance(31_000);
    await settled();
    expect(seen.text).toBe('');
  });

  it('a clearing that is under way does not take the newer one', async () => {
    const { clock, clipboard, seen, write } = guarded(30);
    await write('first');
    const gate = deferred<void>();
    const read = clipboard.readText;
    clipboard.readText = async () => {
      const text = await read();
      await gate.promise;
      return text;
    };
    clock.advance(31_000);
    const second = write('second');
    gate.resolve();
    await second;
    await settled();
    expect(seen.text).toBe('second');
  });
});

describe('stopping', () => {
  it('clears a token that is still there', async () => {
    const { clock, seen, guard, write } = guarded();
    await write('T');
    await guard.stop();
    expect(seen.text).toBe('');
    expect(clock.watchers()).toBe(0);
  });

  it('waits for a token that is being written, and clears that', async () => {
    const { clipboard, seen, guard, write } = guarded();
    const gate = deferred<void>();
    const inner = clipboard.writeSecret;
    clipboard.writeSecret = async (text) => {
      await gate.promise;
      await inner(text);
    };
    const writing = write('T');
    const stopping = guard.stop();
    gate.resolve();
    await Promise.all([writing, stopping]);
    expect(seen.text).toBe('');
  });

  it('with nothing copied touches nothing', async () => {
    const { seen, guard } = guarded();
    seen.text = 'theirs';
    await guard.stop();
    expect(seen).toMatchObject({ text: 'theirs', clears: 0 });
  });

  it('does not fail with a clipboard that does', async () => {
    const { seen, guard, write } = guarded();
    await write('T');
    seen.broken.add('readText');
    await expect(guard.stop()).resolves.toBeUndefined();
  });
});

describe('a clipboard that fails', () => {
  it('for a moment at the deadline is tried again', async () => {
    const { clock, seen, write } = guarded(30);
    await write('T');
    seen.broken.add('readText');
    clock.advance(35_000);
    await settled();
    expect(seen.text).toBe('T');
    seen.broken.clear();
    clock.advance(1_000);
    await settled();
    expect(seen.text).toBe('');
  });

  it('while writing keeps the older token guarded', async () => {
    const { clock, seen, write } = guarded(30);
    await write('old');
    seen.broken.add('writeSecret');
    await expect(write('new')).rejects.toThrow();
    seen.broken.clear();
    clock.advance(31_000);
    await settled();
    expect(seen.text).toBe('');
  });

  it('after it has taken the token does not keep it', async () => {
    const { clipboard, seen, write } = guarded();
    clipboard.writeSecret = async (text) => {
      seen.text = text;
      throw new Error('late');
    };
    await expect(write('T')).rejects.toThrow('late');
    expect(seen.text).toBe('');
  });
});
