import type { Clock } from '../common/clock.ts';
import type { Secret } from '../common/secret.ts';
import type { Settings } from '../settings/model.ts';
import type { Clipboard } from './ports.ts';

/** How often the deadline is looked at, in milliseconds. */
const POLL_MS = 1_000;

/** Puts secrets on the clipboard and takes them away again. */
export interface ClipboardGuard {
  /**
   * Writes a secret, and remembers to clear it.
   *
   * @param expiresAt when it is cleared at the latest, in milliseconds since the epoch: the end of a token's lease
   */
  write(secret: Secret, expiresAt: number): Promise<void>;
  /** Clears a secret that is still there, and stops looking. */
  stop(): Promise<void>;
}

/**
 * Clears the clipboard when a secret expires or after the time that the user has set, but only if it
 * still holds that secret: what someone copied since is theirs.
 */
export function guardClipboard(
  clipboard: Clipboard,
  clock: Clock,
  settings: () => Pick<Settings, 'clearClipboardAfter'>,
): ClipboardGuard {
  let held: { secret: Secret; copiedAt: number; expiresAt: number } | null = null;
  let stopLooking: (() => void) | null = null;
  let last: Promise<unknown> = Promise.resolve();

  /** One thing at a time: a secret that is being written must not be met half-way by a clearing. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  }

  async function takeAway(secret: Secret): Promise<void> {
    if ((await clipboard.readText()) === secret.reveal()) await clipboard.clear();
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
    // looked at again in its turn: a newer secret may have come first
    if (held === null || !isDue()) return;
    await takeAway(held.secret);
    forget();
  }

  function look(): void {
    // where another program holds the clipboard, the next look tries again
    if (isDue()) inTurn(clearIfDue).catch(() => undefined);
  }

  return {
    write: (secret, expiresAt) =>
      inTurn(async () => {
        try {
          await clipboard.writeSecret(secret.reveal());
        } catch (cause) {
          // it may have got there all the same
          await takeAway(secret).catch(() => undefined);
          throw cause;
        }
        held = { secret, copiedAt: clock.now(), expiresAt };
        stopLooking ??= clock.every(POLL_MS, look);
      }),
    stop: () =>
      inTurn(async () => {
        if (held !== null) await takeAway(held.secret).catch(() => undefined);
        forget();
      }),
  };
}
