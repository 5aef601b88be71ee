import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { succeed } from '../../../app/common/result.ts';
import type { ClientSettings } from '../../../app/profiles/plan/client-settings.ts';
import { askAccountAlias } from '../../../main/endpoints/account-alias.ts';
import { DEV, PROD } from '../../sandbox/account.ts';
import { DEV_ALIAS, ENGINEER_ROLE } from '../../sandbox/directory.ts';
import type { Identity } from '../../sandbox/identity.ts';
import { startSandbox, type Sandbox } from '../../sandbox/start-sandbox.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ without: ['postgres', 'mysql'] });
}, 60_000);
afterAll(() => sandbox.stop());

/** Asks the sandbox, as somebody. */
function alias(who: Identity, timeoutMs?: number) {
  const settings: ClientSettings = {
    region: 'us-east-1',
    caBundle: null,
    endpoints: new Map([['iam', { url: sandbox.url, readable: false }]]),
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    legacySts: false,
  };
  const { accessKeyId, secretAccessKey, sessionToken = null } = who;
  return askAccountAlias(async () => succeed(settings), timeoutMs)(
    { profile: 'dev', region: 'us-east-1' },
    { accessKeyId, secretAccessKey, sessionToken, expiry: { kind: 'never' } },
  );
}

function engineer(): Identity {
  const role = sandbox.directory.role(ENGINEER_ROLE);
  if (role === undefined) throw new Error('no role');
  return sandbox.directory.assume(role, { name: 'dana', expiresAt: Date.now() + 900_000 });
}

describe('the alias of an account', () => {
  it('is what IAM says, and none where there is none', async () => {
    expect(await alias(sandbox.directory.developer)).toEqual(succeed(DEV_ALIAS));
    expect(await alias(engineer())).toEqual(succeed(null));
  });

  it('that nobody may ask for is denied', async () => {
    const lift = sandbox.faults.add({ account: PROD, action: 'iam:*', effect: { kind: 'deny' } });
    expect(await alias(engineer())).toMatchObject({ ok: false, error: { code: 'access-denied' } });
    lift();
  });

  it('of an IAM that never answers ends within the deadline', async () => {
    const lift = sandbox.faults.add({ account: DEV, action: 'iam:*', effect: { kind: 'silence' } });
    const said = await alias(sandbox.directory.developer, 300);
    expect(said).toMatchObject({ ok: false, error: { code: 'unreachable' } });
    lift();
  });
});
