import { mfaDevice } from '../../mfa/model.ts';
import type { Outcome } from './model.ts';
import { refuse } from './refuse.ts';
import { requiredText, type Owner } from './setting-text.ts';

/** The device that a profile names in `mfa_serial`; one that AWS's API cannot ask is refused before anybody is. */
export function mfaSerialOf(owner: Owner): Outcome<string> {
  const serial = requiredText(owner, 'mfa_serial', 'word');
  if (!serial.ok || mfaDevice(serial.value).kind !== 'security-key') return serial;
  const message = `The MFA device of ${owner.name} is a security key, which works in AWS’s console alone.`;
  const hint = 'Register an authenticator app for this user as well, and write its ARN in mfa_serial.';
  return refuse('value-invalid', message, hint, owner.settings.get('mfa_serial'));
}
