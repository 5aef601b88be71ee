import type { Clock } from '../common/clock.ts';
import type { Settings } from '../settings/model.ts';
import type { Clipboard } from './ports.ts';

/** How often the deadline is looked at, in milliseconds. */
const POLL_MS = 1_000;

/** Puts tokens on the clipboard and takes them away again. */
export interface ClipboardGuard {
  /**
   * Writes a token, or a text that holds one, and remembers to clear it.
   *
   * @param expiresAt the end of the token's lease, in milliseconds since the epoch
   */
  write(token: string, expiresAt: number): Promise<void>;
  /** Clears a token that is still there, and stops looking. */
  stop(): Promise<void>;
}

/**
 * Clears the clipboard when a token's lease ends or after the time that the user has set, but only if it
 * still holds that token: what someone copied since is theirs.
 */
export function guardClipboard(
  clipboard: Clipboard,
  clock: Clock,
  settings: () => Pick<Settings, 'clearClipboardAfter'>,
): ClipboardGuard {
  let held: { token: string; copiedAt: number; expiresAt: number } | null = null;
  let stopLooking: (() => void) | null = null;
  let last: Promise<unknown> = Promise.resolve();

  /** One thing at a time: a token that is being written must not be met half-way by a clearing. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  }

  async function takeAway(token: string): Promise<void> {
    if ((await clipboard.readText()) === token) await clipboard.clear();
  }

  function forget(): void {
    held = null;
    stopLooking?.();
    stopLooking = null;
  }

  function isDue(): boolean {
    if (held === null) return false;
    const { clearClipboardAfter } = settings();
    const deadline =
      clearClipboardAfter === 'lease'
        ? held.expiresAt
        : Math.min(held.expiresAt, held.copiedAt + clearClipboardAfter * 1_000);
    return clock.now() >= deadline;
  }

  async function clearIfDue(): Promise<void> {
    // looked at again in its turn: a newer token may have come first
    if (held === null || !isDue()) return;
    await takeAway(held.token);
    forget();
  }

  function look(): void {
    // where another program holds the clipboard, the next look tries again
    if (isDue()) inTurn(clearIfDue).catch(() => undefined);
  }

  return {
    write: (token, expiresAt) =>
      inTurn(async () => {
        try {
          await clipboard.writeSecret(token);
        } catch (cause) {
          // it may have got there all the same
          await takeAway(token).catch(() => undefined);
          throw cause;
        }
        held = { token, copiedAt: clock.now(), expiresAt };
        stopLooking ??= clock.every(POLL_MS, look);
      }),
    stop: () =>
      inTurn(async () => {
        if (held !== null) await takeAway(held.token).catch(() => undefined);
        forget();
      }),
  };
}
