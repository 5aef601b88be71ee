import type { Clock } from '../common/clock.ts';
import { fail, succeed, type Result } from '../common/result.ts';
import { Secret } from '../common/secret.ts';
import { ANSWER_TIMEOUT_MS, type Asker } from '../mfa/model.ts';
import type { Credentials } from '../profiles/model.ts';
import type { Settings } from '../settings/model.ts';
import { guardClipboard } from './clipboard-guard.ts';
import { endOf, type Lease } from './model.ts';
import type { Clipboard, NoCredentials, SignToken, TokenTarget, WaitForSignIn } from './ports.ts';

/** What the tokens module needs from outside. */
export interface TokensPorts {
  readonly credentials: (profile: string, asker: Asker) => Promise<Result<Credentials>>;
  readonly sign: SignToken;
  readonly clipboard: Clipboard;
  readonly clock: Clock;
  readonly settings: () => Pick<Settings, 'clearClipboardAfter'>;
  readonly onLeases: (leases: Lease[]) => void;
  /** No token was signed, because a profile has no credentials now. */
  readonly onNoCredentials: (missing: NoCredentials) => void;
  readonly waitForSignIn: WaitForSignIn;
}

/** A secret without a lease is cleared after as long as a token lives at most, in milliseconds. */
const NO_LEASE_MS = 900_000;

/** Makes the tokens module. */
export function createTokens(ports: TokensPorts) {
  const guard = guardClipboard(ports.clipboard, ports.clock, ports.settings);
  const leases = new Map<string, Lease>();
  /** Which keys have signed the token of each lease. */
  const signedBy = new WeakMap<Lease, string>();

  /** Credentials for somebody's sake. Where a sign-in is needed it is asked for; who is outside of the window waits for it. */
  async function credentialsFor(
    profile: string,
    deliveredTo: Lease['deliveredTo'],
    asker: Asker,
  ): Promise<Result<Credentials>> {
    const until = ports.clock.now() + asker.waitMs;
    const got = await ports.credentials(profile, asker);
    if (got.ok) return got;
    const { onWaiting } = asker;
    ports.onNoCredentials({ profile, deliveredTo, isWaiting: onWaiting !== undefined, error: got.error });
    if (onWaiting === undefined || got.error.code !== 'sign-in-needed') return got;
    const isIn = await ports.waitForSignIn(profile, asker.waitMs, onWaiting);
    // what comes after it, such as a code, has the time that is left
    return isIn ? ports.credentials(profile, { ...asker, waitMs: until - ports.clock.now() }) : got;
  }

  /** Signs a token; a person may be asked for an MFA code or a sign-in, for the sake of `asker`. */
  async function sign(
    { endpointId, profile, request }: TokenTarget,
    deliveredTo: Lease['deliveredTo'],
    asker: Asker,
  ): Promise<Result<{ token: string; lease: Lease }>> {
    const credentials = await credentialsFor(profile, deliveredTo, asker);
    if (!credentials.ok) return credentials;
    const signed = await ports.sign(request, credentials.value);
    const lease: Lease = {
      endpointId,
      dbUser: request.dbUser,
      deliveredTo,
      signedAt: signed.signedAt,
      ...endOf(signed, credentials.value.expiry),
    };
    signedBy.set(lease, credentials.value.accessKeyId);
    return succeed({ token: signed.token, lease });
  }

  /** Tells the interface of a token that has reached its place. */
  function record(lease: Lease): void {
    leases.set(`${lease.endpointId}\n${lease.dbUser}`, lease);
    ports.onLeases([...leases.values()]);
  }

  async function write(secret: Secret, expiresAt: number): Promise<Result<Record<string, never>>> {
    try {
      await guard.write(secret, expiresAt);
      return succeed({});
    } catch {
      // the cause is not passed on: a clipboard program's error may quote what it was given
      return fail('clipboard-failed', 'The clipboard could not be written.', {
        hint: 'Another program may hold it. Try again.',
      });
    }
  }

  return {
    sign,
    record,
    /** AWS accepts these keys no more: the tokens that they have signed are worth nothing from now on. */
    keysRefused(accessKeyId: string): void {
      const now = ports.clock.now();
      let hasEnded = false;
      for (const [key, lease] of leases) {
        if (signedBy.get(lease) !== accessKeyId || lease.expiresAt <= now) continue;
        leases.set(key, { ...lease, expiresAt: now, limitedBy: 'credentials', certain: true });
        hasEnded = true;
      }
      if (hasEnded) ports.onLeases([...leases.values()]);
    },
    leases: (): Lease[] => [...leases.values()],
    /**
     * Signs a token and puts it, exactly its bytes, on the clipboard; or a text that holds it, which is
     * cleared as the token alone would be.
     *
     * @returns the lease; or what credentials and `clipboard-failed` return. Nothing is copied then.
     */
    async copy(
      target: TokenTarget,
      textOf: (token: string, lease: Lease) => string = (token) => token,
    ): Promise<Result<Lease>> {
      const asker = {
        words: `A token for ${target.name} is waiting to be copied.`,
        waitMs: ANSWER_TIMEOUT_MS,
      };
      const signed = await sign(target, 'clipboard', asker);
      if (!signed.ok) return signed;
      const { token, lease } = signed.value;
      const written = await write(new Secret(textOf(token, lease)), lease.expiresAt);
      if (!written.ok) return written;
      record(lease);
      return succeed(lease);
    },
    /**
     * Puts a secret that has no lease, such as a local password, on the clipboard: concealed, and cleared after the
     * time that the user has set.
     *
     * @returns `clipboard-failed`
     */
    copySecret: (secret: Secret): Promise<Result<Record<string, never>>> =>
      write(secret, ports.clock.now() + NO_LEASE_MS),
    /** Clears the clipboard if it still holds a secret of ours; called when Latchkey quits. */
    stop: (): Promise<void> => guard.stop(),
  };
}
