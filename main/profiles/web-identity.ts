import { AssumeRoleWithWebIdentityCommand } from '@aws-sdk/client-sts';
import { readFile, stat } from 'node:fs/promises';
import { fail, succeed, type Failure, type Result } from '../../app/common/result.ts';
import type { Credentials } from '../../app/profiles/model.ts';
import type { ClientSettings } from '../../app/profiles/plan/client-settings.ts';
import type { Leaf } from '../../app/profiles/plan/model.ts';
import { sessionName, takenFrom } from './assume-role.ts';
import { roleFailure } from './aws-failure.ts';
import { withSts } from './sts-client.ts';

/** How long a token file may take to read, in milliseconds: it may lie on a network drive. */
const READ_TIMEOUT_MS = 5_000;
/** How long STS may take for the call and its retry, in milliseconds, however slowly it answers. */
const CALL_TIMEOUT_MS = 45_000;
/** AWS takes 20,000 characters at most. */
const MAX_TOKEN_BYTES = 64 * 1024;

/**
 * Assumes a role with the token that a file holds.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 *
 * @param profile the one that is used
 * @returns `profile-unusable`, `credentials-expired`, `credentials-invalid`, `role-denied`, or what the network says
 */
export async function assumeRoleWithWebIdentity(
  profile: string,
  leaf: Extract<Leaf, { kind: 'web-identity' }>,
  settings: ClientSettings,
): Promise<Result<Credentials>> {
  const token = await tokenOf(profile, leaf);
  if (!token.ok) return token;
  const command = new AssumeRoleWithWebIdentityCommand({
    RoleArn: leaf.roleArn,
    RoleSessionName: leaf.roleSessionName ?? sessionName(),
    WebIdentityToken: token.value,
  });
  try {
    const abortSignal = AbortSignal.timeout(CALL_TIMEOUT_MS);
    const said = await withSts(settings, null, (client) => client.send(command, { abortSignal }));
    return succeed(takenFrom(said.Credentials));
  } catch (cause) {
    return { ok: false, error: explain(profile, leaf, cause) };
  }
}

async function tokenOf(
  profile: string,
  { tokenFile }: Extract<Leaf, { kind: 'web-identity' }>,
): Promise<Result<string>> {
  const unusable = (why: string) =>
    fail('profile-unusable', `Profile ${profile}: its web identity token file ${tokenFile} ${why}.`, {
      hint: 'Look whether the program that writes it runs, and at web_identity_token_file.',
    });
  try {
    const found = await stat(tokenFile);
    // a pipe could keep its reader waiting for ever
    if (!found.isFile()) return unusable('is not a file');
    if (found.size > MAX_TOKEN_BYTES) return unusable('is too large for a token');
    const signal = AbortSignal.timeout(READ_TIMEOUT_MS);
    const token = (await readFile(tokenFile, { encoding: 'utf8', signal })).trim();
    return token === '' ? unusable('is empty') : succeed(token);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    return unusable(code === 'ENOENT' ? 'is not there' : `could not be read (${code})`);
  }
}

function explain(
  profile: string,
  { tokenFile }: Extract<Leaf, { kind: 'web-identity' }>,
  cause: unknown,
): Failure {
  const known = roleFailure(cause, `Profile ${profile}, assuming its role with a web identity`);
  switch (known.code) {
    case 'credentials-expired':
      return fail(known.code, `Profile ${profile}: the web identity token in ${tokenFile} has expired.`, {
        hint: 'Look whether the program that writes it still runs.',
      }).error;
    case 'credentials-invalid':
      return fail(
        known.code,
        `Profile ${profile}: AWS does not accept the web identity token in ${tokenFile}.`,
        {
          hint: 'Look at its issuer and audience, and at the identity provider in IAM.',
        },
      ).error;
    case 'role-denied':
      return {
        ...known,
        hint: 'Look whether the role’s trust policy names the identity provider and this token’s subject.',
      };
    default:
      return known;
  }
}
