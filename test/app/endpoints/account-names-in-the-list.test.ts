import { expect, it, vi } from 'vitest';
import { createApp } from '../../../app/create-app.ts';
import { succeed } from '../../../app/common/result.ts';
import type { AskAccountAlias } from '../../../app/endpoints/account-names.ts';
import { memoryPorts } from '../memory-ports.ts';
import { configOf } from '../profiles/config-of.ts';
import { instance } from './descriptions.ts';

const ACCOUNT = '123456789012';

it('the databases of two profiles of one account are called by its alias, which is asked for once', async () => {
  const section = { aws_access_key_id: 'A', aws_secret_access_key: 's', region: 'eu-west-1' };
  const accountAlias = vi.fn<AskAccountAlias>(async () => succeed('acme-dev'));
  const { ports } = memoryPorts({
    profiles: {
      files: {
        read: async () => ({
          config: configOf([
            { name: 'dev', section },
            { name: 'dev-admin', section },
          ]),
          files: [],
          error: null,
        }),
        watch: () => () => undefined,
        confirm: async () => succeed(null),
      },
      identify: async (name) => succeed({ account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/${name}` }),
    },
    endpoints: {
      accountAlias,
      discovery: {
        page: async ({ call }) =>
          succeed({
            found: call === 'DescribeDBInstances' ? { instances: [instance('orders')] } : {},
            next: null,
          }),
        forget: () => undefined,
      },
    },
  });
  const app = createApp(ports);
  await app.start();
  await vi.waitFor(async () => {
    const said = await app.ask('window:snapshot', {});
    if (!said.ok) throw new Error(said.error.message);
    const names = said.value.scans.flatMap(({ endpoints }) =>
      endpoints.map(({ accountName }) => accountName),
    );
    expect(names).toEqual(['acme-dev', 'acme-dev']);
  });
  expect(accountAlias).toHaveBeenCalledTimes(1);
  await app.stop();
});
