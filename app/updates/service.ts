import { fail, succeed, type Result } from '../common/result.ts';
import type { Settings } from '../settings/model.ts';
import type { UpdateState } from './model.ts';
import type { Updater } from './ports.ts';

/** What the updates module needs from outside. */
export interface UpdatesPorts {
  /** Null where this copy has no place to get updates from. */
  readonly updater: Updater | null;
  readonly channel: () => Settings['updateChannel'];
  readonly onChanged: (state: UpdateState) => void;
}

type Nothing = Record<string, never>;

/**
 * Makes the updates module. Each step is asked for: nothing looks for a version, downloads it or installs it of
 * its own accord. How a step went is told by the state; a request fails only where it asks for a step that
 * cannot be taken.
 */
export function createUpdates({ updater, channel, onChanged }: UpdatesPorts) {
  let state: UpdateState = updater === null ? { status: 'unavailable' } : { status: 'idle' };

  function become(next: UpdateState): void {
    state = next;
    onChanged(next);
  }

  function isBusy(): boolean {
    return state.status === 'checking' || state.status === 'downloading';
  }

  return {
    current: (): UpdateState => state,

    /** Asks whether there is a newer version. A check or a download that runs is left to run. */
    async check(): Promise<Result<Nothing>> {
      if (updater === null) return withoutFeed();
      if (isBusy() || state.status === 'ready') return succeed({});
      become({ status: 'checking' });
      const asked = channel();
      const found = await updater.check(asked);
      if (!found.ok) become({ status: 'failed', error: found.error });
      // the answer of a channel that was left meanwhile says nothing about the one that is set now
      else if (asked !== channel()) become({ status: 'idle' });
      else
        become(found.value === null ? { status: 'current' } : { status: 'available', version: found.value });
      return succeed({});
    },

    /** Downloads the version that a check has found; `update-failed` where none has. */
    async download(): Promise<Result<Nothing>> {
      if (updater === null) return withoutFeed();
      if (isBusy() || state.status === 'ready') return succeed({});
      if (state.status !== 'available')
        return outOfTurn('There is no update to download.', 'Check for updates first.');
      const { version } = state;
      become({ status: 'downloading', version, percent: 0 });
      const downloaded = await updater.download((percent) => {
        const whole = Math.max(0, Math.min(100, Math.floor(percent)));
        if (state.status === 'downloading' && whole > state.percent) {
          become({ status: 'downloading', version, percent: whole });
        }
      });
      become(downloaded.ok ? { status: 'ready', version } : { status: 'failed', error: downloaded.error });
      return succeed({});
    },

    /** Quits and starts the downloaded version; `update-failed` where none is here. */
    install(): Result<Nothing> {
      if (updater === null) return withoutFeed();
      if (state.status !== 'ready') return outOfTurn('No update has been downloaded.', 'Download it first.');
      const installed = updater.install();
      if (installed.ok) return succeed({});
      become({ status: 'failed', error: installed.error });
      return installed;
    },

    /** Forgets what another channel offered; what is being done or is ready stays. */
    channelChanged(): void {
      if (state.status === 'available' || state.status === 'current' || state.status === 'failed') {
        become({ status: 'idle' });
      }
    },
  };
}

function withoutFeed(): Result<never> {
  return outOfTurn(
    'This copy of Latchkey does not update itself.',
    'Get new versions from where you got this one.',
  );
}

function outOfTurn(message: string, hint: string): Result<never> {
  return fail('update-failed', message, { hint });
}
