import type { Clock } from '../common/clock.ts';
import { fail, type Result } from '../common/result.ts';
import type { Asker } from '../mfa/model.ts';
import type { Credentials } from './model.ts';

/** Credentials that end sooner than this are renewed first, so that a token can last its whole 15 minutes. */
export const RENEW_BEFORE_MS = 15 * 60_000;

/** Credentials that still end sooner than this after renewing are refused: a token of theirs is dead on arrival. */
export const REFUSE_BEFORE_MS = 30_000;

/** One memory for all profiles' credentials. */
export interface CredentialCache {
  /**
   * Credentials that are good for at least {@link REFUSE_BEFORE_MS}, from memory where they are good for
   * {@link RENEW_BEFORE_MS}. Callers that ask at the same time share one load; only where that ends at an MFA code, an
   * asker has one of its own, which asks a person.
   *
   * @returns what loading returned, or `credentials-expired`
   */
  get(profile: string, asker?: Asker | null): Promise<Result<Credentials>>;
  /** Forgets everything, because the files behind it have changed. */
  clear(): void;
}

/** Gets credentials from their source; a person may be asked where there is an asker. */
type Load = (profile: string, asker: Asker | null) => Promise<Result<Credentials>>;

/** Makes the memory. */
export function createCredentialCache(load: Load, clock: Pick<Clock, 'now'>): CredentialCache {
  let held = new Map<string, Credentials>();
  let loading = new Map<string, Promise<Result<Credentials>>>();

  const remaining = ({ expiry }: Credentials): number =>
    expiry.kind === 'at' ? expiry.time - clock.now() : Number.POSITIVE_INFINITY;

  async function renew(profile: string, asker: Asker | null): Promise<Result<Credentials>> {
    // what a load brings after clear() belongs to files that are gone: it is not kept
    const keep = held;
    const loaded = await load(profile, asker);
    if (loaded.ok) keep.set(profile, loaded.value);
    // a source that fails while its last credentials still run (an SSO session just ended) costs nothing yet
    const best = loaded.ok ? loaded.value : keep.get(profile);
    if (best !== undefined && remaining(best) >= REFUSE_BEFORE_MS) return { ok: true, value: best };
    if (!loaded.ok) return loaded;
    return fail('credentials-expired', `The credentials of profile ${profile} have expired.`, {
      hint: 'Renew them the way you got them; Latchkey sees the change by itself.',
    });
  }

  function renewTogether(profile: string): Promise<Result<Credentials>> {
    const pending = loading.get(profile);
    if (pending !== undefined) return pending;
    const shared = loading;
    const started = renew(profile, null).finally(() => shared.delete(profile));
    shared.set(profile, started);
    return started;
  }

  async function get(profile: string, asker: Asker | null = null): Promise<Result<Credentials>> {
    const known = held.get(profile);
    if (known !== undefined && remaining(known) >= RENEW_BEFORE_MS) return { ok: true, value: known };
    const got = await renewTogether(profile);
    if (got.ok || asker === null || got.error.code !== 'mfa-needed') return got;
    const current = held;
    const asked = await renew(profile, asker);
    // the files may have changed while a person looked for the device: then the profile may be somebody else now
    return asked.ok && held !== current ? get(profile, asker) : asked;
  }

  return {
    get,
    clear() {
      held = new Map();
      loading = new Map();
    },
  };
}
