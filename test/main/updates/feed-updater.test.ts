import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { succeed } from '../../../app/common/result.ts';
import { feedUpdater, type FeedClient } from '../../../main/updates/feed-updater.ts';

/** electron-updater as far as it is used, with the odd ways of the real one that matter here. */
class FakeClient extends EventEmitter {
  autoDownload = true;
  autoInstallOnAppQuit = true;
  autoRunAppAfterInstall = false;
  allowDowngrade = false;
  allowPrerelease = false;
  logger: FeedClient['logger'] = console;
  downloadUpdate = vi.fn<FeedClient['downloadUpdate']>(async () => []);
  quitAndInstall = vi.fn<FeedClient['quitAndInstall']>();
  offered: string | null = '2.0.0';
  problem: Error | null = null;
  #channel: string | null = null;

  get channel(): string | null {
    return this.#channel;
  }
  set channel(value: string | null) {
    this.#channel = value;
    this.allowDowngrade = true;
  }
  checkForUpdates: FeedClient['checkForUpdates'] = async () => {
    if (this.problem !== null) {
      this.emit('error', this.problem);
      throw this.problem;
    }
    const updateInfo = {
      version: this.offered ?? '1.0.0',
      files: [],
      path: '',
      sha512: '',
      releaseDate: '',
    };
    return { isUpdateAvailable: this.offered !== null, updateInfo, versionInfo: updateInfo };
  };
}

function updater() {
  const client = new FakeClient();
  const load = vi.fn(async (): Promise<FeedClient> => client);
  const beforeInstall = vi.fn();
  const report = vi.fn();
  const prepare = vi.fn(async () => undefined);
  const updates = feedUpdater({ load, prepare, beforeInstall, report });
  return { client, load, prepare, beforeInstall, report, updates };
}

function problem(message: string, code?: string): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code });
}

describe('electron-updater', () => {
  it('is loaded at the first check, and set to do nothing of its own accord', async () => {
    const { updates, load, client } = updater();
    expect(load).not.toHaveBeenCalled();
    expect(await updates.check('latest')).toEqual(succeed('2.0.0'));
    await updates.check('latest');
    expect(load).toHaveBeenCalledOnce();
    expect(client).toMatchObject({
      autoDownload: false,
      autoInstallOnAppQuit: false,
      allowDowngrade: false,
      allowPrerelease: false,
      channel: 'latest',
      logger: null,
    });
    expect(client.downloadUpdate).not.toHaveBeenCalled();
  });

  it('is asked about the channel that is set, and never goes back to an older version', async () => {
    const { updates, client } = updater();
    client.offered = null;
    expect(await updates.check('beta')).toEqual(succeed(null));
    expect(client).toMatchObject({ channel: 'beta', allowPrerelease: true, allowDowngrade: false });
  });

  it('tells how far a download is, only while it runs', async () => {
    const { updates, client } = updater();
    client.downloadUpdate.mockImplementation(async () => {
      client.emit('download-progress', { percent: 42 });
      return [];
    });
    const onPercent = vi.fn();
    expect(await updates.download(onPercent)).toEqual(succeed(null));
    client.emit('download-progress', { percent: 99 });
    expect(onPercent).toHaveBeenCalledExactlyOnceWith(42);
  });

  it.each([
    [problem('net::ERR_INTERNET_DISCONNECTED'), 'unreachable'],
    [problem('getaddrinfo ENOTFOUND', 'ENOTFOUND'), 'unreachable'],
    [problem('no latest.yml', 'ERR_UPDATER_CHANNEL_FILE_NOT_FOUND'), 'update-failed'],
    [problem('sha512 mismatch', 'ERR_CHECKSUM_MISMATCH'), 'update-failed'],
    [problem('Bearer SECRET was refused'), 'update-failed'],
  ])('says what %s means and what to do, and nothing of its text', async (cause, code) => {
    const { updates, client, report } = updater();
    client.problem = cause;
    const reply = await updates.check('latest');
    expect(reply).toMatchObject({ ok: false, error: { code, hint: expect.any(String) } });
    expect(JSON.stringify(reply)).not.toContain('SECRET');
    expect(report).toHaveBeenCalledWith('updates: check', cause);

    client.downloadUpdate.mockRejectedValue(cause);
    expect(await updates.download(() => undefined)).toMatchObject({ error: { code } });
  });
});

describe('installing', () => {
  it('makes way first', async () => {
    const { updates, client, beforeInstall } = updater();
    expect(updates.install()).toMatchObject({ error: { code: 'update-failed' } });
    await updates.check('latest');
    client.quitAndInstall.mockImplementation(() => expect(beforeInstall).toHaveBeenCalledOnce());
    expect(updates.install()).toEqual(succeed(null));
    expect(client.quitAndInstall).toHaveBeenCalledOnce();
  });

  it('that fails says so, however it fails', async () => {
    const { updates, client } = updater();
    await updates.check('latest');
    client.quitAndInstall.mockImplementation(() => void client.emit('error', problem('no file')));
    expect(updates.install()).toMatchObject({ error: { code: 'update-failed' } });
    client.quitAndInstall.mockImplementation(() => {
      throw problem('spawn failed');
    });
    expect(updates.install()).toMatchObject({ error: { code: 'update-failed' } });
  });
});
