import { describe, expect, it, vi } from 'vitest';
import { succeed, type Result } from '../../../app/common/result.ts';
import { createCredentialCache } from '../../../app/profiles/credential-cache.ts';
import type { Credentials } from '../../../app/profiles/model.ts';
import type { SignToken, TokenTarget } from '../../../app/tokens/ports.ts';
import { createTokens, type TokensPorts } from '../../../app/tokens/service.ts';
import { deferred, settled } from '../deferred.ts';
import { testClock } from '../test-clock.ts';
import { fakeClipboard } from './fake-clipboard.ts';

const keys: Credentials = {
  accessKeyId: 'AKIA1',
  secretAccessKey: 's',
  sessionToken: null,
  expiry: { kind: 'never' },
};

/** The tokens module over a credential cache, as the application has it. */
function module(over: Partial<TokensPorts> & { load?: () => Promise<Result<Credentials>> } = {}) {
  const clock = testClock();
  const { clipboard, seen } = fakeClipboard();
  const onLeases = vi.fn();
  let serial = 0;
  const sign = vi.fn<SignToken>(async () => {
    serial += 1;
    return { token: `TOKEN${serial}`, signedAt: clock.now(), validUntil: clock.now() + 900_000 };
  });
  const load = vi.fn(over.load ?? (async () => succeed(keys)));
  const cache = createCredentialCache(load, clock);
  const tokens = createTokens({
    credentials: (profile) => cache.get(profile),
    sign,
    clipboard,
    clock,
    settings: () => ({ clearClipboardAfter: 'lease' }),
    onLeases,
    onNoCredentials: () => undefined,
    waitForSignIn: async () => false,
    ...over,
  });
  return { clock, seen, onLeases, sign, load, tokens };
}

const target = (endpointId: string, dbUser: string): TokenTarget => ({
  endpointId,
  profile: 'dev',
  request: { host: `${endpointId}.rds`, port: 5432, region: 'eu-west-1', dbUser },
  name: endpointId,
});

const until = (time: number): Credentials => ({ ...keys, expiry: { kind: 'at', time } });

describe('copying a token', () => {
  it('signs for the database host, writes the token, and gives the lease but not the token', async () => {
    const { clock, seen, sign, onLeases, tokens } = module();
    const reply = await tokens.copy(target('db', 'alice@corp'));
    expect(sign).toHaveBeenCalledExactlyOnceWith(
      { host: 'db.rds', port: 5432, region: 'eu-west-1', dbUser: 'alice@corp' },
      keys,
    );
    expect(seen.text).toBe('TOKEN1');
    const lease = {
      endpointId: 'db',
      dbUser: 'alice@corp',
      deliveredTo: 'clipboard',
      signedAt: clock.now(),
      expiresAt: clock.now() + 900_000,
      limitedBy: 'token',
      certain: true,
    };
    expect(reply).toEqual({ ok: true, value: lease });
    expect(onLeases).toHaveBeenCalledExactlyOnceWith([lease]);
    expect(tokens.leases()).toEqual([lease]);
  });

  it('says that credentials end it, where they do', async () => {
    const { clock, tokens } = module({ load: async () => succeed(until(clock.now() + 60_000)) });
    expect(await tokens.copy(target('db', 'a'))).toMatchObject({
      value: { expiresAt: clock.now() + 60_000, limitedBy: 'credentials' },
    });
  });

  it('renews credentials that are about to end, before it signs', async () => {
    const { clock, load, sign, tokens } = module({
      load: async () => succeed(until(clock.now() + 3_600_000)),
    });
    await tokens.copy(target('db', 'a'));
    clock.sleep(3_000_000);
    await tokens.copy(target('db', 'a'));
    expect(load).toHaveBeenCalledTimes(2);
    expect(sign.mock.lastCall?.[1]).toEqual(until(clock.now() + 3_600_000));
  });

  it.each([
    ['have ended', -1],
    ['are about to end', 29_000],
  ])('refuses credentials that %s and cannot be renewed, before anything is written', async (_what, left) => {
    const { clock, seen, sign, tokens, onLeases } = module({
      load: async () => succeed(until(clock.now() + left)),
    });
    seen.text = 'theirs';
    expect(await tokens.copy(target('db', 'a'))).toMatchObject({ error: { code: 'credentials-expired' } });
    expect(sign).not.toHaveBeenCalled();
    expect(onLeases).not.toHaveBeenCalled();
    expect(seen.text).toBe('theirs');
  });

  it('says that the clipboard failed, records nothing, and quotes nothing of the token', async () => {
    const { seen, onLeases, tokens } = module();
    seen.broken.add('writeSecret');
    const reply = await tokens.copy(target('db', 'a'));
    expect(reply).toMatchObject({ error: { code: 'clipboard-failed' } });
    expect(JSON.stringify(reply)).not.toContain('TOKEN');
    expect(onLeases).not.toHaveBeenCalled();
    expect(tokens.leases()).toEqual([]);
  });

  it('twice in a row leaves the newer token and the newer lease', async () => {
    const { clock, seen, tokens } = module();
    await tokens.copy(target('db', 'a'));
    clock.advance(60_000);
    await tokens.copy(target('db', 'a'));
    expect(seen.text).toBe('TOKEN2');
    expect(tokens.leases()).toMatchObject([{ dbUser: 'a', signedAt: clock.now() }]);
  });

  it('for two users of one database keeps a lease for each', async () => {
    const { tokens } = module();
    await tokens.copy(target('db', 'a'));
    await tokens.copy(target('db', 'b'));
    expect(tokens.leases()).toMatchObject([{ dbUser: 'a' }, { dbUser: 'b' }]);
  });

  it('while a first one waits for credentials loads them once and does both', async () => {
    const gate = deferred<Result<Credentials>>();
    const { load, seen, tokens } = module({ load: () => gate.promise });
    const both = [tokens.copy(target('one', 'a')), tokens.copy(target('two', 'a'))];
    await settled();
    gate.resolve(succeed(keys));
    expect(await Promise.all(both)).toMatchObject([{ ok: true }, { ok: true }]);
    expect(load).toHaveBeenCalledOnce();
    expect(seen.text).toBe('TOKEN2');
    expect(tokens.leases().map(({ endpointId }) => endpointId)).toEqual(['one', 'two']);
  });

  it('is undone on the clipboard when Latchkey quits', async () => {
    const { seen, tokens } = module();
    await tokens.copy(target('db', 'a'));
    await tokens.stop();
    expect(seen.text).toBe('');
  });
});

describe('keys that AWS refuses', () => {
  it('end the tokens that they have signed, and no others, and say why', async () => {
    let accessKeyId = 'AKIA1';
    const { clock, tokens, onLeases } = module({
      credentials: async () => succeed({ ...keys, accessKeyId }),
    });
    await tokens.copy(target('one', 'a'));
    accessKeyId = 'AKIA2';
    await tokens.copy(target('other', 'a'));
    onLeases.mockClear();
    tokens.keysRefused('AKIA3');
    expect(onLeases).not.toHaveBeenCalled();
    clock.advance(60_000);
    tokens.keysRefused('AKIA1');
    expect(onLeases).toHaveBeenCalledExactlyOnceWith([
      expect.objectContaining({
        endpointId: 'one',
        expiresAt: clock.now(),
        limitedBy: 'credentials',
        certain: true,
      }),
      expect.objectContaining({ endpointId: 'other', limitedBy: 'token' }),
    ]);
    // what has ended does not end again
    tokens.keysRefused('AKIA1');
    expect(onLeases).toHaveBeenCalledOnce();
  });
});
