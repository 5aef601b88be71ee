import type { ImportPreview } from '../../../app/connections/model.ts';
import type { MemoryTexts } from '../../app/profiles/memory-writer.ts';
import type { FakeBridge } from '../fake-bridge.ts';
import { company } from '../samples.ts';
import { answerLikeMain } from './fake-main.ts';
import { answerProfileSetup } from './fake-profile-setup.ts';
import type { Scenario } from './scenarios.ts';

const CONFIG = `# kept by the platform team
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile platform-prod]
sso_session = corp
sso_account_id = 482011780031
sso_role_name = PlatformEngineer
region = us-east-1

[profile platform-dev]
role_arn = arn:aws:iam::773100429918:role/PlatformEngineer
source_profile = platform-prod
region = us-east-1

[profile legacy]
region = us-east-1
`;

const CREDENTIALS = `[legacy]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
`;

const accounts = [
  {
    id: '482011780031',
    name: 'platform-prod',
    roles: ['Administrator', 'DatabaseReader', 'PlatformEngineer'],
  },
  { id: '773100429918', name: 'platform-dev', roles: ['DatabaseReader', 'PowerUser'] },
  { id: '119044712206', name: 'analytics', roles: ['DatabaseReader'] },
  { id: '552190173340', name: 'sandbox-04', roles: ['Administrator', 'ReadOnly'] },
  {
    id: '610233849127',
    name: 'Acme Corporation · Data Platform, Research and Machine Learning (Europe)',
    roles: ['AWSReadOnlyAccess', 'DatabaseAdministrator', 'DatabaseReader', 'DataScienceNotebookOperator'],
  },
  { id: '700000000001', name: 'log-archive', roles: [] },
];

const clipboard =
  'Access key ID,Secret access key\nAKIAI44QH8DHBEXAMPLE,je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY\n';

const files = (): MemoryTexts => ({ config: CONFIG, credentials: CREDENTIALS });

function scene(texts: MemoryTexts, prepare?: (fake: FakeBridge) => void, sso = company().sso): Scenario {
  const snapshot = { ...company(), sso };
  return {
    snapshot,
    prepare: (fake) => {
      answerLikeMain(fake, snapshot);
      answerProfileSetup(fake, { texts, accounts, clipboard });
      prepare?.(fake);
    },
  };
}

const shared: ImportPreview = {
  id: '7a0e51c2-0000-4000-8000-000000000000',
  file: 'latchkey-connections.json',
  entries: ['checkout', 'ledger'].map((name, n) => ({
    id: `7a0e51c2-0000-4000-8000-00000000000${n + 1}`,
    name,
    target: `app_readonly@${name}.cluster-c9q2x7abcdef.us-east-1.rds.amazonaws.com:5432`,
    through: null,
    profile: `${name}-reader`,
    region: 'us-east-1',
    environment: { label: 'prod', kind: 'prod' },
    outcome: 'add',
    changes: [],
  })),
  refused: [],
  recipes: {
    sessions: [{ name: 'acme', startUrl: 'https://acme.awsapps.com/start', region: 'eu-west-1' }],
    profiles: ['checkout', 'ledger'].map((name, n) => ({
      name: `${name}-reader`,
      session: 'acme',
      accountId: `20000000000${n}`,
      roleName: 'DatabaseReader',
      region: 'us-east-1',
    })),
    roles: [],
  },
};

/** States of adding, renaming and removing profiles. */
export const profileSetupScenarios: Readonly<Record<string, () => Scenario>> = {
  profileSetup: () => scene(files()),
  /** Nobody has set up anything yet. */
  profileSetupEmpty: () => scene({ config: null, credentials: null }),
  /** A person has the sign-in's page open. */
  profileSetupWaiting: () => {
    const since = Date.now() - 40_000;
    const waiting = {
      step: 'waiting' as const,
      prompt: {
        method: 'browser' as const,
        address: 'https://oidc.us-east-1.amazonaws.com/authorize?response_type=code&client_id=lyq2n4x8',
        userCode: null,
        deadline: since + 600_000,
      },
      since,
      isOpened: true,
    };
    const flow = { id: 'session corp', name: 'corp', profiles: [], neededBy: null, by: 'window' as const };
    return scene(files(), (fake) => fake.answer('profileSetup:accounts', () => new Promise(() => {})), {
      sessions: [],
      flows: [{ ...flow, at: waiting }],
    });
  },
  /** AWS does not answer. */
  profileSetupUnreachable: () =>
    scene(files(), (fake) =>
      fake.answer('profileSetup:accounts', () => ({
        ok: false,
        error: {
          code: 'unreachable',
          message: 'IAM Identity Center in us-east-1 did not answer.',
          hint: 'Check the network, a VPN or a proxy.',
        },
      })),
    ),
  /** Another program writes the file whenever the change is to be made. */
  profileSetupChanged: () =>
    scene(files(), (fake) =>
      fake.answer('profileSetup:apply', () => ({
        ok: false,
        error: {
          code: 'file-changed',
          message: 'config was changed meanwhile, and Latchkey has not written it.',
          hint: 'Look at the change once more.',
        },
      })),
    ),
  /** A colleague's file whose profiles are not here. */
  profileSetupImport: () =>
    scene(
      files(),
      (fake) => {
        fake.answer('connections:import', () => ({ ok: true, value: { preview: shared } }));
        fake.answer('connections:acceptImport', () => ({ ok: true, value: { added: 2, changed: 0 } }));
      },
      {
        sessions: [
          {
            id: 'session acme',
            name: 'acme',
            profiles: shared.recipes.profiles.map(({ name }) => name),
            state: { status: 'signed-out' },
          },
        ],
        flows: [],
      },
    ),
};
