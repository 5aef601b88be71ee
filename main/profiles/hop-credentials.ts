import { succeed, type Result } from '../../app/common/result.ts';
import type { Credentials } from '../../app/profiles/model.ts';
import type { Hop, RoleHop } from '../../app/profiles/plan/model.ts';
import type { MfaSource } from '../../app/profiles/ports.ts';
import { assumeRole } from './assume-role.ts';
import { roleFailure } from './aws-failure.ts';
import { beginsUserSession, mfaNeedOf, type HopWithMfa, type MfaStart } from './mfa-session.ts';

/** A role that is assumed with the keys of a session lasts at most this long, in seconds. */
const MAX_CHAINED_SECONDS = 3_600;

/** One call to STS on the way from the leaf to the profile. */
export type Step = Omit<MfaStart, 'hop'> & { readonly hop: Hop };

/**
 * The credentials that one step makes of those before it. Where it needs a code, the session comes from `mfa`, which
 * asks for the code or not.
 *
 * @returns what `mfa` returns, and what AWS says
 */
export async function hopCredentials(step: Step, mfa: MfaSource): Promise<Result<Credentials>> {
  const { hop } = step;
  if (!hasMfa(hop)) return hop.kind === 'role' ? roleWith(step, hop, step.source) : succeed(step.source);
  const start: MfaStart = { ...step, hop };
  const session = await mfa.session(mfaNeedOf(start));
  if (!session.ok || hop.kind === 'session' || !beginsUserSession(start)) return session;
  const { durationSeconds } = hop;
  const shorter = durationSeconds === null ? null : Math.min(durationSeconds, MAX_CHAINED_SECONDS);
  const role = await roleWith(step, { ...hop, durationSeconds: shorter }, session.value);
  if (role.ok || !isSessionRefused(role.error.code)) return role;
  // the session was ended at AWS: the next code begins another
  mfa.forget(session.value.accessKeyId);
  return mfa
    .session(mfaNeedOf(start))
    .then((again) => (again.ok ? roleWith(step, { ...hop, durationSeconds: shorter }, again.value) : again));
}

function hasMfa(hop: Hop): hop is HopWithMfa {
  return hop.mfaSerial !== null;
}

function isSessionRefused(code: string): boolean {
  return code === 'credentials-expired' || code === 'credentials-invalid';
}

async function roleWith(
  { profile, client }: Step,
  hop: RoleHop,
  source: Credentials,
): Promise<Result<Credentials>> {
  try {
    return succeed(await assumeRole(hop, source, client));
  } catch (cause) {
    const role = hop.profile === profile ? 'its role' : `the role of ${hop.profile}`;
    return { ok: false, error: roleFailure(cause, `Profile ${profile}, assuming ${role}`) };
  }
}
