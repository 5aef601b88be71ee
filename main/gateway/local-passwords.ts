import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { fail, succeed, type Result } from '../../app/common/result.ts';
import type { LocalPasswords } from '../../app/gateway/ports.ts';
import type { StateFile } from '../../app/common/state-file.ts';

/** Seals text with a key that the system's key store holds. */
export interface SecretBox {
  /** False where the system has no key store: then the file's 0600 is all that there is. */
  readonly isAvailable: () => boolean;
  /** Gives bytes in base64. Throws where the key store refuses. */
  readonly seal: (text: string) => string;
  /** Throws where the key is another one than that which sealed. */
  readonly open: (sealed: string) => string;
}

/** One local password in `local-passwords.json`: sealed, or plain where there is no key store. */
export const keptPassword = z.union([
  z.strictObject({ sealed: z.string().max(4_096) }),
  z.strictObject({ plain: z.string().regex(/^[A-Za-z0-9]{16,128}$/) }),
]);

/** One local password as it is kept. */
export type KeptPassword = z.infer<typeof keptPassword>;

/** Letters and digits only: no client, URL, shell or option file takes one of them for something else. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** 24 of 57 letters are 139 bits. */
const LENGTH = 24;

/** Keeps each connection's local password in a file of ours, sealed where the system can. */
export function localPasswords(
  file: StateFile<Record<string, KeptPassword>>,
  box: SecretBox,
): LocalPasswords {
  let kept: Promise<Record<string, KeptPassword>> | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  /** One after the other, so that two that are made at once are both kept. */
  function enqueue<T>(task: () => Promise<T>): Promise<T> {
    const done = queue.then(task);
    queue = done.catch(() => undefined);
    return done;
  }

  const load = (): Promise<Record<string, KeptPassword>> =>
    (kept ??= file.load().then(({ value }) => ({ ...value })));

  async function make(connectionId: string): Promise<Result<string>> {
    const held = await load();
    const password = Array.from({ length: LENGTH }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
    let entry: KeptPassword;
    try {
      entry = box.isAvailable() ? { sealed: box.seal(password) } : { plain: password };
    } catch {
      return fail('key-store-failed', 'The system’s key store did not take the local password.', {
        hint: 'Unlock it and try again.',
      });
    }
    const next = { ...held, [connectionId]: entry };
    const saved = await file.save(next);
    if (!saved.ok) return saved;
    kept = Promise.resolve(next);
    return succeed(password);
  }

  function opened(entry: KeptPassword): string | null {
    if ('plain' in entry) return entry.plain;
    try {
      return box.open(entry.sealed);
    } catch {
      return null;
    }
  }

  return {
    get: (connectionId) =>
      enqueue(async () => {
        const entry = (await load())[connectionId];
        const password = entry === undefined ? null : opened(entry);
        if (password !== null) return succeed({ password, isReplaced: false });
        const made = await make(connectionId);
        return made.ok ? succeed({ password: made.value, isReplaced: entry !== undefined }) : made;
      }),
    renew: (connectionId) =>
      enqueue(async () => {
        const made = await make(connectionId);
        return made.ok ? succeed({ password: made.value }) : made;
      }),
    forget: (connectionIds) =>
      enqueue(async () => {
        const held = await load();
        const left = Object.fromEntries(Object.entries(held).filter(([id]) => !connectionIds.includes(id)));
        const saved = await file.save(left);
        if (saved.ok) kept = Promise.resolve(left);
      }),
  };
}

/** For systems without a key store. */
export const noKeyStore: SecretBox = {
  isAvailable: () => false,
  seal: (text) => text,
  open: (sealed) => sealed,
};
