import { expect, it } from 'vitest';
import { fail, succeed } from '../../../app/common/result.ts';
import { listAccounts } from '../../../app/profile-setup/list-accounts.ts';

const target = { startUrl: 'https://corp.awsapps.com/start' };

it('lists accounts and roles by name, each with the profile that it is', async () => {
  let open = 0;
  let most = 0;
  const portal = {
    accounts: async () =>
      succeed(
        Array.from({ length: 20 }, (_, index) => ({ id: `${100000000000 + index}`, name: `n${19 - index}` })),
      ),
    async roles(_target: unknown, accountId: string) {
      open += 1;
      most = Math.max(most, open);
      await Promise.resolve();
      open -= 1;
      return accountId.endsWith('05') ? fail('throttled', 'Too many.') : succeed(['Writer', 'Admin']);
    },
  };
  const present = [
    {
      name: 'mine',
      session: 'corp',
      ssoRegion: 'r',
      accountId: '100000000019',
      roleName: 'Admin',
      region: null,
      startUrl: target.startUrl,
    },
  ];
  const listed = await listAccounts(portal, target, present);
  if (!listed.ok) throw new Error(listed.error.message);
  expect(listed.value.accounts[0]).toEqual({
    id: '100000000019',
    name: 'n0',
    roles: [
      { name: 'Admin', profile: 'mine' },
      { name: 'Writer', profile: null },
    ],
  });
  expect(listed.value.accounts).toHaveLength(20);
  expect(listed.value.withoutRoles).toBe(1);
  // not twenty at once, which AWS would throttle, and not one after another
  expect(most).toBe(4);
});

it('says why the accounts could not be listed', async () => {
  const portal = { accounts: async () => fail('sign-in-needed', 'Sign in.'), roles: async () => succeed([]) };
  expect(await listAccounts(portal, target, [])).toMatchObject({ error: { code: 'sign-in-needed' } });
});
