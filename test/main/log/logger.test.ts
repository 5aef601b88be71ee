import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileLogger, LOG_FILE, OLD_LOG_FILE } from '../../../main/log/logger.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A log in a folder of its own, and what has been written to it. */
function freshLog(isDebug?: boolean) {
  const folder = temporaryFolder();
  const path = join(folder, LOG_FILE);
  const read = (): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  return { folder, path, read, logger: fileLogger(folder, isDebug) };
}

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('the log', () => {
  it('has a line with time, level, module and event', () => {
    const { logger, read } = freshLog();
    logger.for('gateway').info('session ended', { cause: 'closed', sent: 12 });
    expect(read()).toMatch(
      /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\] \[info\] +\(gateway\) session ended cause=closed sent=12\r?\n$/,
    );
  });

  it('is redacted in every field, and in what was thrown', () => {
    const { logger, read } = freshLog(true);
    const log = logger.for('tokens');
    log.debug('signed', { token: 'HIDDEN' });
    log.info('copied', { url: 'postgres://me:HIDDEN@db.example/app' });
    log.error('clipboard', new Error('xclip: X-Amz-Signature=HIDDEN'));
    expect(read()).not.toContain('HIDDEN');
    expect(read().match(/\[redacted\]/g)).toHaveLength(3);
  });

  it('writes what is thrown with its stack', () => {
    const { logger, read } = freshLog();
    logger.for('requests').error('window:snapshot', new Error('boom'));
    expect(read()).toMatch(/\[error\] +\(requests\) window:snapshot\r?\n {2}Error: boom\r?\n {6}at /);
  });
});

describe('a debug log', () => {
  it('is one from the start where it is asked for', () => {
    const { logger, read } = freshLog(true);
    logger.for('endpoints').debug('scan begins');
    expect(logger.isDebug()).toBe(true);
    expect(read()).toContain('scan begins');
  });

  it('is switched on and off at run time', () => {
    const { logger, read } = freshLog();
    const log = logger.for('endpoints');
    log.debug('first');
    logger.setDebug(true);
    log.debug('second');
    logger.setDebug(false);
    log.debug('third');
    expect(read()).toMatch(/^[^\n]*second\r?\n$/);
  });
});

describe('the log file', () => {
  it('is the user\u2019s alone', () => {
    const { logger, path } = freshLog();
    logger.for('app').info('started');
    expect(modeOf(path)).toBe(0o600);
  });

  it('becomes so where an earlier Latchkey left it open to others', () => {
    const folder = temporaryFolder();
    const path = join(folder, LOG_FILE);
    writeFileSync(path, 'earlier\n');
    chmodSync(path, 0o644);
    fileLogger(folder).for('app').info('started');
    expect(modeOf(path)).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toMatch(/^earlier\n.*started/);
  });

  it('is put aside once it holds a megabyte, and goes on in a new one', () => {
    const { folder, logger, path } = freshLog();
    const log = logger.for('app');
    log.info('first');
    for (let kilobytes = 0; kilobytes <= 1_024; kilobytes += 8) {
      log.info('filler', { text: 'a b '.repeat(2_048) });
    }
    log.info('last');
    const before = join(folder, OLD_LOG_FILE);
    expect(readFileSync(before, 'utf8')).toContain('first');
    expect(readFileSync(path, 'utf8')).toContain('last');
    expect(statSync(path).size).toBeLessThan(100_000);
    expect([modeOf(before), modeOf(path)]).toEqual([0o600, 0o600]);
  });
});
