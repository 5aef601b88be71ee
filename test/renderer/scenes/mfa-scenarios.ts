import type { MfaQuestion } from '../../../app/mfa/model.ts';
import { answerLikeMain } from './fake-main.ts';
import { company } from '../samples.ts';
import type { Scenario } from './scenarios.ts';

const question: MfaQuestion = {
  id: 'question',
  profile: 'break-glass',
  role: { name: 'Admin', account: '482011780031' },
  device: 'mfa/dana',
  waiting: [],
  isChecking: false,
  refusal: null,
};

const asked = (change: Partial<MfaQuestion>): Scenario => {
  const snapshot = { ...company(), mfaQuestions: [{ ...question, ...change }] };
  return { snapshot, prepare: (fake) => answerLikeMain(fake, snapshot) };
};

const psql = 'psql is waiting to log in to orders.';

/** Every state of the question for an MFA code. */
export const mfaScenarios: Readonly<Record<string, () => Scenario>> = {
  mfa: () => asked({}),
  mfaWaiting: () =>
    asked({
      waiting: [
        psql,
        'A token for billing is waiting to be copied.',
        'A client is waiting to log in to shop.',
      ],
    }),
  mfaChecking: () => asked({ waiting: [psql], isChecking: true }),
  mfaRefused: () =>
    asked({
      waiting: [psql],
      refusal: {
        code: 'mfa-refused',
        message: 'AWS did not accept that code.',
        hint: 'Wait for the next one; codes change every 30 seconds.',
      },
    }),
  mfaUnknownDevice: () =>
    asked({
      profile: 'personal',
      role: null,
      device: 'GAHT12345678',
      refusal: {
        code: 'profile-unusable',
        message: 'AWS knows no device GAHT12345678 of the user of profile personal.',
        hint: 'Correct mfa_serial of profile personal in the AWS config file.',
      },
    }),
  mfaLong: () =>
    asked({
      profile: 'a-profile-with-quite-a-long-name-that-somebody-has-made-by-a-script',
      role: {
        name: 'OrganizationAccountAccessRoleForThePlatformTeam-Production-EuWest1',
        account: '482011780031',
      },
      device: 'mfa/platform/engineers/dana.reyes@example.com-telephone-of-2026',
      waiting: [psql],
    }),
};
