import { z } from 'zod';
import { fail, succeed, type Result } from '../../app/common/result.ts';
import { shown } from '../../app/common/text/plain-text.ts';
import { maskValue } from '../../app/profiles/config-files/mask.ts';
import { expirationTime } from '../../app/profiles/expiration-time.ts';
import type { Credentials } from '../../app/profiles/model.ts';
import { describeRun, inTerminal } from './describe-run.ts';
import { runProgram } from './run-program.ts';

/** What the program prints: https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html */
const printed = z.object({
  Version: z.literal(1),
  AccessKeyId: z.string().min(1),
  SecretAccessKey: z.string().min(1),
  SessionToken: z.string().nullish(),
  Expiration: z.unknown().optional(),
});

/** How much of what cannot be read is shown, in characters. */
const MAX_QUOTED = 60;

/**
 * By which the AWS CLI knows profiles that wait for its credentials already, so that it does not go round for ever
 * (awscli/customizations/configure/exportcreds.py).
 */
const CHAIN_VARIABLE = '_AWS_CLI_PROFILE_CHAIN';

/** Whose program it is, and who wants its credentials. */
export interface ProcessOwner {
  /** The profile that is used. */
  readonly profile: string;
  /** The one whose settings have the program. */
  readonly owner: string;
}

/**
 * Credentials from the program that a profile names. A failure never shows its command line, which may hold a
 * secret.
 *
 * @param env the program gets all of it
 * @returns `process-failed`, `profile-unusable` or `credentials-expired`
 */
export async function processCredentials(
  { profile, owner }: ProcessOwner,
  commandLine: string,
  env: NodeJS.ProcessEnv,
): Promise<Result<Credentials>> {
  const whose = owner === profile ? 'its' : `${owner}'s`;
  const what = `Profile ${profile}: ${whose} credential_process`;
  const ran = await runProgram(commandLine, { ...env, [CHAIN_VARIABLE]: csvField(owner) });
  if (!ran.ok) return describeRun(what, owner, commandLine, ran);

  const misprinted = (how: string, hint: string) => fail('process-failed', `${what} ${how}.`, { hint });
  const read = parsed(ran.stdout);
  if (read === undefined) {
    return ran.stdout.trim() === ''
      ? fail('process-failed', `${what} printed nothing.`, inTerminal(owner))
      : misprinted('printed no JSON object', 'It may print nothing else; send other output to stderr.');
  }
  const given = printed.safeParse(read);
  if (!given.success) {
    const key = given.error.issues[0]?.path[0];
    const hint = 'AWS wants Version 1, AccessKeyId, SecretAccessKey and, for session keys, SessionToken.';
    return misprinted(key === undefined ? 'printed no JSON object' : `printed no valid ${String(key)}`, hint);
  }
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given.data;
  const sessionToken = SessionToken === undefined || SessionToken === '' ? null : SessionToken;
  const keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken };
  if (Expiration === undefined || Expiration === null || Expiration === '') {
    return succeed({ ...keys, expiry: { kind: sessionToken === null ? 'never' : 'unstated' } });
  }
  const time = typeof Expiration === 'string' ? expirationTime(Expiration) : null;
  if (time === null) {
    const hint = 'Have it print a time such as 2026-11-28T05:00:00Z, with its zone.';
    return misprinted(`printed an Expiration that cannot be read: ${quoted(Expiration)}`, hint);
  }
  if (time <= Date.now()) {
    const message = `${what} gave credentials that ended at ${new Date(time).toISOString()}.`;
    return fail('credentials-expired', message, {
      hint: 'Sign in again with the program that it runs, then check again.',
    });
  }
  return succeed({ ...keys, expiry: { kind: 'at', time } });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A value that may be anything, short, and without what looks like a key. */
function quoted(value: unknown): string {
  return maskValue('expiration', shown(JSON.stringify(value), MAX_QUOTED));
}

/** A field as Python's `csv` reads it. */
function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
