import type { Failure } from '../../../app/common/result.ts';
import type { Profile, ProfileState } from '../../../app/profiles/model.ts';
import { company, lease, orders, profile } from '../samples.ts';
import type { Scenario } from './scenarios.ts';

const unusable = (
  code: Failure['code'],
  message: string,
  hint: string,
  more: Partial<Extract<ProfileState, { status: 'unusable' }>> & { readonly command?: string } = {},
): ProfileState => {
  const { command, ...rest } = more;
  return {
    status: 'unusable',
    error: { code, message, hint, ...(command === undefined ? {} : { command }) },
    ...rest,
  };
};

const withProfiles = (profiles: Profile[]): Scenario => {
  const all = company();
  return {
    snapshot: { ...all, scans: [], leases: [], connections: [], profiles: { ...all.profiles, profiles } },
  };
};

const hour = 3_600_000;

/** Every state in which a profile can be. */
export const profileScenarios: Readonly<Record<string, () => Scenario>> = {
  profileStates: () =>
    withProfiles([
      profile('analytics'),
      profile('billing-ci', { status: 'usable', expiry: { kind: 'never' } }, { kind: 'static' }),
      profile('ending', { status: 'usable', expiry: { kind: 'at', time: Date.now() + 0.06 * hour } }),
      profile('checking', { status: 'checking' }),
      profile(
        'breakglass',
        unusable('mfa-needed', 'Profile breakglass needs an MFA code.', 'Enter it in Latchkey.'),
      ),
      profile(
        'legacy',
        unusable(
          'credentials-expired',
          'Profile legacy: the security token has expired.',
          'Renew the credentials the way you got them; Latchkey sees the change by itself.',
        ),
        { kind: 'session' },
      ),
      profile(
        'clock',
        unusable(
          'clock-wrong',
          "Profile clock: this computer's clock is 10 minutes ahead of AWS's",
          'Set this computer’s clock, then check again. AWS refuses what is signed at another time.',
        ),
      ),
      profile(
        'hotel',
        unusable(
          'not-aws',
          'Profile hotel: what answered is not AWS',
          'Open a web page to see whether this network wants you to sign in. Where a proxy of your company shows its own certificate, name its CA file in ca_bundle.',
        ),
      ),
      profile(
        'localstack',
        unusable(
          'endpoint-unconfirmed',
          'Profile localstack: it would send to http://192.0.2.10:4566 what others on the network could read.',
          'Write an https address, or allow this one where you trust the network. See line 22 of the config file.',
          { at: { file: 'config', line: 22 }, addresses: ['http://192.0.2.10:4566'] },
        ),
        { kind: 'static' },
      ),
      profile(
        'login',
        unusable(
          'sign-in-needed',
          'Profile login is not signed in, or its sign-in has ended.',
          'Run this in a terminal; Latchkey notices when it is done.',
          { command: 'aws login --profile login' },
        ),
        { kind: 'login' },
      ),
      profile(
        'misread',
        unusable(
          'profile-unusable',
          'Profile misread: it has no sso_account_id.',
          'Add sso_account_id. See line 14 of the config file.',
          { at: { file: 'config', line: 14 } },
        ),
        { kind: 'incomplete', identity: null },
      ),
      profile(
        'refused',
        unusable(
          'role-denied',
          'Profile refused, assuming its role: User: arn:aws:iam::482011780031:user/dana is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::773100429918:role/Admin',
          'Ask for sts:AssumeRole on this role, and look whether the role’s trust policy names this identity.',
        ),
        { kind: 'assume-role' },
      ),
      profile(
        'throttled',
        unusable(
          'throttled',
          'Profile throttled: Rate exceeded',
          'AWS is limiting requests from this account. Refresh in a moment.',
        ),
      ),
      profile(
        'vault',
        unusable(
          'process-failed',
          'Profile vault: its credential_process wants to ask you something in a terminal: op: the input device is not a TTY',
          'Run this in a terminal to see what it needs; then check again.',
          { command: 'aws sts get-caller-identity --profile vault' },
        ),
        { kind: 'process' },
      ),
      profile(
        'away',
        unusable(
          'unreachable',
          'Profile away: AWS did not answer.',
          'Look at your network, VPN and proxy, then refresh.',
        ),
      ),
    ]),
  renewed: () => ({
    snapshot: {
      ...company(),
      leases: [lease(orders, 260, { limitedBy: 'credentials', signedAt: Date.now() - 60_000 })],
    },
  }),
};
