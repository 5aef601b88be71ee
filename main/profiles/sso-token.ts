import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** A sign-in as the AWS CLI and the SDK keep it in `~/.aws/sso/cache`. */
const ssoToken = z.object({
  accessToken: z.string().min(1),
  expiresAt: z.string(),
  startUrl: z.string().optional(),
  refreshToken: z.string().optional(),
});

/** A sign-in to IAM Identity Center, without its tokens. */
export interface KnownSignIn {
  /** In milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Null where the file does not say it. */
  readonly startUrl: string | null;
  readonly canRefresh: boolean;
}

/** A token file is small; a broken one must not keep anybody waiting, in milliseconds. */
const READ_TIMEOUT_MS = 5_000;

/**
 * Looks at the sign-in of an SSO session.
 *
 * @param key the session's name, or the start URL where there is no session
 * @returns null where nobody is signed in, or the file is of no use
 */
export async function knownSignIn(key: string): Promise<KnownSignIn | null> {
  const name = `${createHash('sha1').update(key).digest('hex')}.json`;
  try {
    const signal = AbortSignal.timeout(READ_TIMEOUT_MS);
    const text = await readFile(join(homedir(), '.aws', 'sso', 'cache', name), { encoding: 'utf8', signal });
    const { expiresAt, startUrl, refreshToken } = ssoToken.parse(JSON.parse(text));
    const time = Date.parse(expiresAt);
    if (Number.isNaN(time)) return null;
    return { expiresAt: time, startUrl: startUrl ?? null, canRefresh: refreshToken !== undefined };
  } catch {
    return null;
  }
}

/** Whether two start URLs are one portal's: an end of `/`, `#` or `#/` makes no difference. */
export function isSamePortal(one: string, other: string): boolean {
  const bare = (url: string): string => url.replace(/[/#]+$/, '');
  return bare(one) === bare(other);
}
