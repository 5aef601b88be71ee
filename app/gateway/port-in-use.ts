import { fail, type Result } from '../common/result.ts';

/**
 * That a port cannot be had.
 *
 * @param holder who listens on it, in words for people; null where the system does not tell
 */
export function portInUse(port: number, holder: string | null): Result<never> {
  return fail('port-in-use', `Port ${port} is in use${holder === null ? '' : ` by ${holder}`}.`, {
    hint: 'End that program, or choose another port here.',
  });
}

/** Whether a port cannot be had because somebody has it. */
export function isPortInUse(outcome: Result<unknown>): boolean {
  return !outcome.ok && outcome.error.code === 'port-in-use';
}
