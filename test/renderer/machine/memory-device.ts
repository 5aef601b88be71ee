import { fail, succeed, type Result } from '../../../app/common/result.ts';
import type { MfaNeed } from '../../../app/mfa/ports.ts';
import type { Credentials } from '../../../app/profiles/model.ts';

/** The code that the device of the machine's user shows. */
export const MFA_CODE = '482019';

/** The MFA device of the machine's user, and AWS behind it. */
export function memoryDevice() {
  const device = {
    /** The codes that AWS was asked about, in order. */
    tried: [] as string[],
    /** How often the window was brought to the front. */
    shown: 0,
    /** What AWS says first; null: it says at once whether the code is right. */
    before: null as (() => Promise<Result<Credentials>>) | null,
    /** What a profile of the user needs. */
    needOf: (profile: string): MfaNeed => ({
      key: 'the user of the device',
      serial: 'arn:aws:iam::482011780031:mfa/dana',
      profile,
      role: { name: 'Admin', account: '482011780031' },
      async exchange(code) {
        const typed = code.reveal();
        device.tried.push(typed);
        if (device.before !== null) return device.before();
        if (typed !== MFA_CODE) {
          return fail('mfa-refused', 'AWS did not accept that code.', {
            hint: 'Wait for the next one; codes change every 30 seconds.',
          });
        }
        return succeed({
          accessKeyId: 'ASIA',
          secretAccessKey: 's',
          sessionToken: 't',
          expiry: { kind: 'at', time: Date.now() + 3_600_000 },
        });
      },
    }),
  };
  return device;
}
