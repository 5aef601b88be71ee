import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { succeed } from '../../../app/common/result.ts';
import { logFile, type OpenFile } from '../../../main/diagnostics/log-file.ts';
import { fileLogger } from '../../../main/log/logger.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A log in a folder of its own. */
function log(openFile: OpenFile = async () => undefined) {
  const folder = temporaryFolder();
  const report = vi.fn();
  return { folder, report, ...logFile(folder, openFile, report) };
}

describe('the end of the log', () => {
  it('is what was written last, the newest line last', async () => {
    const { folder, tail } = log();
    const logger = fileLogger(folder).for('app');
    for (const number of [1, 2, 3]) logger.info('line', { number });
    const end = await tail(2);
    expect(end).toEqual(
      succeed([expect.stringMatching(/ line number=2$/), expect.stringMatching(/ line number=3$/)]),
    );
  });

  it('goes back into the file before it where that is short', async () => {
    const { folder, tail } = log();
    writeFileSync(join(folder, 'latchkey.old.log'), 'one\ntwo\n');
    writeFileSync(join(folder, 'latchkey.log'), 'three\r\nfour\r\n');
    expect(await tail(3)).toEqual(succeed(['two', 'three', 'four']));
    expect(await tail(9)).toEqual(succeed(['one', 'two', 'three', 'four']));
  });

  it('is empty where nothing was written', async () => {
    expect(await log().tail(9)).toEqual(succeed([]));
  });

  it('of a file beyond all measure has no half line', async () => {
    const { folder, tail } = log();
    writeFileSync(join(folder, 'latchkey.log'), `${'é'.repeat(400_000)}\n${'b'.repeat(500_000)}\nlast\n`);
    expect(await tail(3)).toEqual(succeed(['b'.repeat(500_000), 'last']));
  });

  it('says where it cannot be read, and why to the log', async () => {
    const { folder, tail, report } = log();
    mkdirSync(join(folder, 'latchkey.log'));
    expect(await tail(9)).toMatchObject({ ok: false, error: { code: 'file-unreadable' } });
    expect(report).toHaveBeenCalledOnce();
  });
});

describe('showing the log', () => {
  it('opens the file', async () => {
    const openFile = vi.fn(async () => undefined);
    const { folder, show } = log(openFile);
    expect(await show()).toEqual(succeed({}));
    expect(openFile).toHaveBeenCalledExactlyOnceWith(join(folder, 'latchkey.log'));
  });

  it('says where no program opens it, and why to the log', async () => {
    const cause = new Error('xdg-open: no application');
    const { show, report } = log(() => Promise.reject(cause));
    const shown = await show();
    expect(shown).toMatchObject({ ok: false, error: { code: 'file-unreadable' } });
    expect(JSON.stringify(shown)).not.toContain('xdg-open');
    expect(report).toHaveBeenCalledExactlyOnceWith(expect.any(String), cause);
  });

  it('does not wait for ever for the system', async () => {
    vi.useFakeTimers();
    try {
      const shown = log(() => new Promise(() => undefined)).show();
      await vi.advanceTimersByTimeAsync(60_000);
      expect(await shown).toEqual(succeed({}));
    } finally {
      vi.useRealTimers();
    }
  });
});
