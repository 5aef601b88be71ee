import { z } from 'zod';
import { fail, succeed, type Result } from '../../app/common/result.ts';
import { maskValue } from '../../app/profiles/config-files/mask.ts';
import type { Credentials } from '../../app/profiles/model.ts';
import { runProgram } from './run-program.ts';

/** What the program prints: https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html */
const printed = z.object({
  Version: z.literal(1),
  AccessKeyId: z.string().min(1),
  SecretAccessKey: z.string().min(1),
  SessionToken: z.string().nullish(),
  Expiration: z.string().nullish(),
});

/** How much of a program's last words is shown, in characters. */
const MAX_LAST_WORDS = 300;

/**
 * Credentials from the program that a profile names. A failure never shows its command line, which may hold a
 * secret.
 *
 * @returns `profile-unusable` or `credentials-expired`
 */
export async function processCredentials(
  profile: string,
  commandLine: string,
  env: NodeJS.ProcessEnv,
): Promise<Result<Credentials>> {
  const unusable = (what: string) =>
    fail('profile-unusable', `Profile ${profile}: its credential_process ${what}.`, {
      hint: 'Run the program in a terminal to see what it needs, then check again.',
    });
  const ran = await runProgram(commandLine, env);
  if (!ran.ok) {
    const last = lastWords(ran.stderr);
    return unusable(last === '' ? ran.why : `${ran.why}: ${last}`);
  }
  const given = printed.safeParse(parsed(ran.stdout));
  if (!given.success) {
    const [issue] = given.error.issues;
    const key = issue?.path[0];
    return unusable(key === undefined ? 'printed no JSON object' : `printed no valid ${String(key)}`);
  }
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given.data;
  const sessionToken = SessionToken === undefined || SessionToken === '' ? null : SessionToken;
  const keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken };
  if (Expiration === undefined || Expiration === null || Expiration === '') {
    return succeed({ ...keys, expiry: { kind: sessionToken === null ? 'never' : 'unstated' } });
  }
  const time = Date.parse(Expiration);
  if (Number.isNaN(time)) return unusable('printed an Expiration that is no date');
  if (time <= Date.now()) {
    return fail(
      'credentials-expired',
      `Profile ${profile}: its credential_process gave expired credentials.`,
      {
        hint: 'Renew them with the program that the profile names, then refresh.',
      },
    );
  }
  return succeed({ ...keys, expiry: { kind: 'at', time } });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The end of what a program has said on stderr, on one line and without what looks like a key. */
function lastWords(stderr: string): string {
  const line = stderr.replaceAll(/\p{C}+/gu, ' ').trim();
  return maskValue('stderr', line.slice(-MAX_LAST_WORDS));
}
