import type { Clock } from '../common/clock.ts';
import { fail, succeed, type Result } from '../common/result.ts';
import type { Credentials } from '../profiles/model.ts';
import type { Settings } from '../settings/model.ts';
import { guardClipboard } from './clipboard-guard.ts';
import { endOf, type Lease } from './model.ts';
import type { Clipboard, SignToken, TokenTarget } from './ports.ts';

/** What the tokens module needs from outside. */
export interface TokensPorts {
  readonly credentials: (profile: string) => Promise<Result<Credentials>>;
  readonly sign: SignToken;
  readonly clipboard: Clipboard;
  readonly clock: Clock;
  readonly settings: () => Pick<Settings, 'clearClipboardAfter'>;
  readonly onLeases: (leases: Lease[]) => void;
}

/** Makes the tokens module. */
export function createTokens(ports: TokensPorts) {
  const guard = guardClipboard(ports.clipboard, ports.clock, ports.settings);
  const leases = new Map<string, Lease>();

  async function sign(
    { endpointId, profile, request }: TokenTarget,
    deliveredTo: Lease['deliveredTo'],
  ): Promise<Result<{ token: string; lease: Lease }>> {
    const credentials = await ports.credentials(profile);
    if (!credentials.ok) return credentials;
    const signed = await ports.sign(request, credentials.value);
    return succeed({
      token: signed.token,
      lease: {
        endpointId,
        dbUser: request.dbUser,
        deliveredTo,
        signedAt: signed.signedAt,
        ...endOf(signed, credentials.value.expiry),
      },
    });
  }

  /** Tells the interface of a token that has reached its place. */
  function record(lease: Lease): void {
    leases.set(`${lease.endpointId}\n${lease.dbUser}`, lease);
    ports.onLeases([...leases.values()]);
  }

  return {
    sign,
    record,
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
      const signed = await sign(target, 'clipboard');
      if (!signed.ok) return signed;
      const { token, lease } = signed.value;
      try {
        await guard.write(textOf(token, lease), lease.expiresAt);
      } catch {
        // the cause is not passed on: a clipboard program's error may quote what it was given
        return fail('clipboard-failed', 'The clipboard could not be written.', {
          hint: 'Another program may hold it. Try again.',
        });
      }
      record(lease);
      return succeed(lease);
    },
    /** Clears the clipboard if it still holds a token of ours; called when Latchkey quits. */
    stop: (): Promise<void> => guard.stop(),
  };
}
