import type { MfaModulePorts } from '../../app/mfa/module.ts';
import type { Machine } from '../machine.ts';

/** What the MFA module needs, on this machine. */
export function mfaAdapters({ host }: Machine): MfaModulePorts {
  return { showWindow: host.showWindow };
}
