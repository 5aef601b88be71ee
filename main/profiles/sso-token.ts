import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { SsoTarget } from '../../app/profiles/model.ts';
import { replaceFile } from '../files/replace-file.ts';
import { codeOf } from '../files/unwritable.ts';
import { awsHome } from './aws-home.ts';

/** Names the folder of sign-ins in place of AWS's own; for the sandbox, whose sign-ins are nobody's. */
const SSO_CACHE_VARIABLE = 'LATCHKEY_SSO_CACHE';

/** A token file is small; a broken disk must not keep anybody waiting, in milliseconds. */
const READ_TIMEOUT_MS = 5_000;

/** A larger file is no token, in bytes. */
const MAX_TOKEN_BYTES = 1024 * 1024;

/** A time as AWS's tools write it: the AWS CLI in seconds, the SDKs in milliseconds, an older CLI with `UTC` for `Z`. */
const time = z
  .string()
  .transform((text) => Date.parse(text.replace(/UTC$/, 'Z')))
  .refine((ms) => !Number.isNaN(ms));

/** A sign-in as the AWS CLI and the SDKs keep it; what else is in the file stays there. */
const tokenFile = z.looseObject({
  accessToken: z.string().min(1),
  expiresAt: time,
  startUrl: z.string().max(4_096).optional().catch(undefined),
  refreshToken: z.string().min(1).optional().catch(undefined),
  clientId: z.string().min(1).optional().catch(undefined),
  clientSecret: z.string().min(1).optional().catch(undefined),
  registrationExpiresAt: time.optional().catch(undefined),
});

/** A sign-in to IAM Identity Center, with its tokens: it stays in main. Times are in milliseconds since the epoch. */
export type SsoToken = Readonly<z.infer<typeof tokenFile>>;

/** Tokens that AWS has refused in this run, by their hash: their file still says that they are good. */
const refused = new Set<string>();

/** Remembers that AWS no longer accepts a sign-in. */
export function refuseToken({ accessToken }: SsoToken): void {
  refused.add(hashOf(accessToken));
}

/** The file that holds the sign-in of a session: AWS's own place, for all of AWS's tools. */
export function tokenPath(
  { session, startUrl }: Pick<SsoTarget, 'session' | 'startUrl'>,
  env: NodeJS.ProcessEnv,
): string {
  const folder = env[SSO_CACHE_VARIABLE] || join(awsHome(env, process.platform), '.aws', 'sso', 'cache');
  return join(folder, `${hashOf(session ?? startUrl)}.json`);
}

/**
 * Reads a sign-in.
 *
 * @returns null where nobody is signed in, the file is of no use, or AWS has refused what is in it
 */
export async function readToken(path: string): Promise<SsoToken | null> {
  try {
    const found = await stat(path);
    if (!found.isFile() || found.size > MAX_TOKEN_BYTES) return null;
    const signal = AbortSignal.timeout(READ_TIMEOUT_MS);
    const token = tokenFile.parse(JSON.parse(await readFile(path, { encoding: 'utf8', signal })));
    return refused.has(hashOf(token.accessToken)) ? null : token;
  } catch {
    return null;
  }
}

/**
 * Keeps a sign-in: 0600, whole or not at all.
 *
 * @throws what Node throws where it cannot be written
 */
export async function writeToken(path: string, token: SsoToken): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const { expiresAt, registrationExpiresAt, ...rest } = token;
  const written = {
    ...rest,
    expiresAt: timeText(expiresAt),
    ...(registrationExpiresAt === undefined
      ? {}
      : { registrationExpiresAt: timeText(registrationExpiresAt) }),
  };
  await replaceFile(path, JSON.stringify(written), 0o600);
}

/**
 * Removes a sign-in; one that is not there is removed already.
 *
 * @throws what Node throws where it cannot be removed
 */
export async function removeToken(path: string): Promise<void> {
  await rm(path).catch((cause: unknown) => {
    if (codeOf(cause) !== 'ENOENT') throw cause;
  });
}

/** Whether two start URLs are one portal's: an end of `/`, `#` or `#/` makes no difference. */
export function isSamePortal(one: string, other: string): boolean {
  const bare = (url: string): string => url.replace(/[/#]+$/, '');
  return bare(one) === bare(other);
}

/** A time as the AWS CLI writes it, in whole seconds. */
function timeText(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

function hashOf(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
