import type { AppUpdater } from 'electron-updater';
import { fail, succeed, type Failure, type Result } from '../../app/common/result.ts';
import type { Updater } from '../../app/updates/ports.ts';
import { proxyFaultOf, proxyHint, type ProxyFaultCode } from '../proxies/proxy-error.ts';

/** What is used of electron-updater. */
export interface FeedClient extends Pick<
  AppUpdater,
  | 'autoDownload'
  | 'autoInstallOnAppQuit'
  | 'autoRunAppAfterInstall'
  | 'allowDowngrade'
  | 'allowPrerelease'
  | 'channel'
  | 'logger'
  | 'checkForUpdates'
  | 'downloadUpdate'
  | 'quitAndInstall'
> {
  on(event: 'error', listener: (cause: Error) => void): unknown;
  on(event: 'download-progress', listener: (progress: { percent: number }) => void): unknown;
  off(event: 'error', listener: (cause: Error) => void): unknown;
  off(event: 'download-progress', listener: (progress: { percent: number }) => void): unknown;
}

/** What is around the client. */
export interface FeedSurroundings {
  /** Loads the client at the first check; it takes too long for the start. */
  readonly load: () => Promise<FeedClient>;
  /** Called before each step that asks the feed, for its proxy may be another one by then. */
  readonly prepare: () => Promise<void>;
  /** Called before the new version is started. */
  readonly beforeInstall: () => void;
  /** Told of what went wrong; only a summary of it reaches the interface. */
  readonly report: (where: string, cause: unknown) => void;
}

/** Updates by electron-updater, which does nothing of its own accord here. */
export function feedUpdater({ load, prepare, beforeInstall, report }: FeedSurroundings): Updater {
  let client: FeedClient | null = null;

  async function ready(): Promise<FeedClient> {
    if (client !== null) return client;
    const loaded = await load();
    loaded.autoDownload = false;
    loaded.autoInstallOnAppQuit = false;
    loaded.autoRunAppAfterInstall = true;
    loaded.logger = null;
    // an emitter without a listener for its errors throws them; each call below answers with its own
    loaded.on('error', (cause) => report('updates', cause));
    client = loaded;
    return loaded;
  }

  return {
    async check(channel) {
      try {
        const feed = await ready();
        await prepare();
        feed.channel = channel;
        // setting the channel turns downgrades on: https://www.electron.build/auto-update
        feed.allowDowngrade = false;
        feed.allowPrerelease = channel !== 'latest';
        const found = await feed.checkForUpdates();
        return succeed(found?.isUpdateAvailable === true ? found.updateInfo.version : null);
      } catch (cause) {
        report('updates: check', cause);
        return failed(cause, 'Latchkey could not check for updates.');
      }
    },

    async download(onPercent) {
      let feed: FeedClient | null = null;
      const onProgress = ({ percent }: { percent: number }): void => onPercent(percent);
      try {
        feed = await ready();
        await prepare();
        feed.on('download-progress', onProgress);
        await feed.downloadUpdate();
        return succeed(null);
      } catch (cause) {
        report('updates: download', cause);
        return failed(cause, 'Latchkey could not download the new version.');
      } finally {
        feed?.off('download-progress', onProgress);
      }
    },

    install(): Result<null> {
      const seen: { failure: Failure | null } = { failure: null };
      const onError = (cause: Error): void => void (seen.failure = because(cause, NOT_STARTED));
      try {
        if (client === null) return fail('update-failed', NOT_STARTED, { hint: AGAIN });
        client.on('error', onError);
        beforeInstall();
        client.quitAndInstall();
        return seen.failure === null ? succeed(null) : { ok: false, error: seen.failure };
      } catch (cause) {
        report('updates: install', cause);
        return failed(cause, NOT_STARTED);
      } finally {
        client?.off('error', onError);
      }
    },
  };
}

const NOT_STARTED = 'Latchkey could not start the new version.';
const AGAIN = 'Check for updates again. If that does not help, download it by hand.';

function failed(cause: unknown, message: string): Result<never> {
  return { ok: false, error: because(cause, message) };
}

/** Chromium's names for a proxy that is in the way. */
const PROXY_FAULTS: ReadonlyArray<readonly [RegExp, ProxyFaultCode, string]> = [
  [
    /ERR_PROXY_CONNECTION_FAILED|ERR_SOCKS_CONNECTION/,
    'proxy-unreachable',
    'The proxy could not be reached.',
  ],
  [/ERR_TUNNEL_CONNECTION_FAILED/, 'proxy-refused', 'The proxy does not connect to the update server.'],
  [/ERR_PROXY_AUTH|HTTP_ERROR_407/, 'proxy-auth-required', 'The proxy asks for a user and a password.'],
];

/** Says why, by the error's code: its text may hold addresses and headers. */
function because(cause: unknown, message: string): Failure {
  const text = cause instanceof Error ? cause.message : '';
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const fault = proxyFaultOf(cause);
  if (fault !== null) return { ...fault, message: `${message} ${fault.message}` };
  const inTheWay = PROXY_FAULTS.find(([pattern]) => pattern.test(`${code} ${text}`));
  if (inTheWay !== undefined) {
    const [, proxyCode, words] = inTheWay;
    return { code: proxyCode, message: `${message} ${words}`, hint: proxyHint(proxyCode) };
  }
  if (/net::ERR_|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN/.test(`${code} ${text}`)) {
    const hint = 'Check the network connection and try again.';
    return { code: 'unreachable', message: `${message} The update server did not answer.`, hint };
  }
  if (code === 'ERR_UPDATER_CHANNEL_FILE_NOT_FOUND' || code === 'HTTP_ERROR_404') {
    const hint = 'Try again later, or choose the other channel.';
    return {
      code: 'update-failed',
      message: `${message} This channel has no version for this system.`,
      hint,
    };
  }
  if (code === 'ERR_CHECKSUM_MISMATCH' || code === 'ERR_UPDATER_INVALID_SIGNATURE') {
    return {
      code: 'update-failed',
      message: `${message} The download was not what was published, so Latchkey deleted it.`,
      hint: 'Try again. If it happens again, do not install it by hand either, and tell the publisher.',
    };
  }
  return { code: 'update-failed', message, hint: AGAIN };
}
