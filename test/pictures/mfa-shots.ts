import type { Shot } from './connection-shots.ts';

/** Every state of the question for an MFA code. */
export const mfaShots: readonly Shot[] = [
  ['mfa', 'mfa', async (page) => page.getByRole('textbox', { name: 'MFA code' }).fill('4820')],
  ['mfa-waiting', 'mfaWaiting'],
  ['mfa-short', 'mfa', async (page) => page.keyboard.type('482\n')],
  ['mfa-checking', 'mfaChecking'],
  ['mfa-refused', 'mfaRefused'],
  ['mfa-unknown-device', 'mfaUnknownDevice'],
  ['mfa-long', 'mfaLong'],
];
