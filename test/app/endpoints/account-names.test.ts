import { describe, expect, it, vi } from 'vitest';
import {
  createAccountNames,
  type AccountNamesPorts,
  type AskAccountAlias,
  type FoundNames,
} from '../../../app/endpoints/account-names.ts';
import { fail, succeed, type Result } from '../../../app/common/result.ts';
import type { Credentials, SsoTarget } from '../../../app/profiles/model.ts';
import { memoryFile } from '../clients/fake-launcher.ts';
import { deferred } from '../deferred.ts';
import { testClock } from '../test-clock.ts';

const WEEK_MS = 7 * 24 * 3_600_000;
const [PROD, DEV] = ['482011780031', '773100429918'];
const keys: Credentials = {
  accessKeyId: 'AKIA',
  secretAccessKey: 's',
  sessionToken: null,
  expiry: { kind: 'never' },
};
const corp: SsoTarget = {
  session: 'corp',
  startUrl: 'https://corp.awsapps.com/start',
  region: 'eu-west-1',
  scopes: null,
};
const dev = { profile: 'dev', region: 'eu-west-1', account: DEV, session: null };
const prod = { profile: 'prod', region: 'eu-west-1', account: PROD, session: corp };

type Listed = Result<readonly { readonly id: string; readonly name: string }[]>;

function world(kept: FoundNames = {}) {
  const clock = testClock();
  const own: Record<string, string> = {};
  const onChanged = vi.fn<() => void>();
  const askAlias = vi.fn<AskAccountAlias>(async () => succeed('acme-dev'));
  const accounts = vi.fn<(session: SsoTarget) => Promise<Listed>>(async () =>
    succeed([
      { id: PROD, name: 'Acme Production' },
      { id: DEV, name: '' },
    ]),
  );
  const credentials = vi.fn<AccountNamesPorts['credentials']>(async () => succeed(keys));
  const file = memoryFile(kept);
  const ports: AccountNamesPorts = {
    askAlias,
    accounts,
    credentials,
    file,
    clock,
    own: () => own,
    onChanged,
  };
  const mocks = { askAlias, accounts, credentials, onChanged };
  return { ...mocks, ports, names: createAccountNames(ports), clock, held: file.held, own };
}

describe('the name of an account', () => {
  it('is what IAM Identity Center lists, else IAM’s alias, and is kept for the next start', async () => {
    const { names, ports, askAlias, accounts, held, onChanged } = world();
    await names.learn(prod);
    await names.learn({ ...dev, session: corp });
    expect([names.of(PROD), names.of(DEV), names.of('1')]).toEqual(['Acme Production', 'acme-dev', null]);
    // one that the sign-in has named is not asked about
    expect(askAlias.mock.calls.map(([at]) => at)).toEqual([{ profile: 'dev', region: 'eu-west-1' }]);
    expect(accounts).toHaveBeenCalledExactlyOnceWith(corp);
    expect(onChanged).toHaveBeenCalledTimes(2);
    const next = createAccountNames({ ...ports, file: memoryFile(held()) });
    await next.load();
    expect([next.of(PROD), next.of(DEV)]).toEqual(['Acme Production', 'acme-dev']);
    await next.learn(dev);
    expect(askAlias).toHaveBeenCalledTimes(1);
  });

  it('is the user’s own before AWS’s', async () => {
    const { names, own } = world();
    await names.learn(prod);
    own[PROD] = 'Shop';
    expect(names.of(PROD)).toBe('Shop');
    // what no account is
    expect(['__proto__', 'constructor', ''].map(names.of)).toEqual([null, null, null]);
  });

  it('is asked for once an account, one after the other, whoever asks', async () => {
    const { names, askAlias } = world();
    const gate = deferred<Result<string | null>>();
    askAlias.mockImplementationOnce(() => gate.promise);
    const all = Promise.all([
      names.learn(dev),
      names.learn({ ...dev, profile: 'dev-2' }),
      names.learn({ ...dev, account: '1' }),
    ]);
    await vi.waitFor(() => expect(askAlias).toHaveBeenCalledTimes(1));
    gate.resolve(succeed('first'));
    await all;
    expect(askAlias).toHaveBeenCalledTimes(2);
    expect([names.of(DEV), names.of('1')]).toEqual(['first', 'acme-dev']);
  });

  it('that nobody may ask for is not asked for again within a week, and stays as it was known', async () => {
    const { ports, askAlias, clock, onChanged } = world();
    const file = memoryFile<FoundNames>({});
    const next = async () => {
      const names = createAccountNames({ ...ports, file });
      await names.load();
      await names.learn(dev);
      return names.of(DEV);
    };
    askAlias.mockResolvedValue(fail('access-denied', 'No.'));
    expect(await next()).toBeNull();
    expect(onChanged).not.toHaveBeenCalled();
    await next();
    expect(askAlias).toHaveBeenCalledTimes(1);
    clock.advance(WEEK_MS);
    askAlias.mockResolvedValue(succeed('acme-dev'));
    expect(await next()).toBe('acme-dev');
    clock.advance(WEEK_MS);
    askAlias.mockResolvedValue(fail('access-denied', 'No.'));
    expect(await next()).toBe('acme-dev');
    expect(askAlias).toHaveBeenCalledTimes(3);
  });

  it.each(['unreachable', 'throttled', 'aws-error'] as const)(
    'that AWS does not say (%s) is asked for at the next start, and not before',
    async (code) => {
      const { names, ports, askAlias, held } = world();
      askAlias.mockResolvedValueOnce(fail(code, 'No answer.'));
      await names.learn(dev);
      await names.learn(dev);
      expect([names.of(DEV), held(), askAlias.mock.calls.length]).toEqual([null, {}, 1]);
      const next = createAccountNames(ports);
      await next.learn(dev);
      expect(next.of(DEV)).toBe('acme-dev');
    },
  );

  it('waits for somebody to sign in, and for credentials', async () => {
    const { names, accounts, credentials, askAlias } = world();
    accounts.mockResolvedValueOnce(fail('sign-in-needed', 'Sign in.'));
    credentials.mockResolvedValueOnce(fail('sign-in-needed', 'Sign in.'));
    await names.learn(prod);
    expect([names.of(PROD), askAlias.mock.calls.length]).toEqual([null, 0]);
    await names.learn(prod);
    expect(names.of(PROD)).toBe('Acme Production');
  });

  it('that a sign-in could not list comes from IAM', async () => {
    const { names, accounts, askAlias } = world();
    accounts.mockResolvedValue(fail('unreachable', 'No answer.'));
    await names.learn(prod);
    await names.learn({ ...prod, account: DEV });
    expect(accounts).toHaveBeenCalledTimes(1);
    expect(askAlias).toHaveBeenCalledTimes(2);
    expect(names.of(PROD)).toBe('acme-dev');
  });

  it('of a defect does not hold up the next one', async () => {
    const { names, askAlias } = world();
    askAlias.mockRejectedValueOnce(new Error('defect'));
    await expect(names.learn({ ...dev, account: '1' })).rejects.toThrow('defect');
    await names.learn(dev);
    expect(names.of(DEV)).toBe('acme-dev');
  });
});
