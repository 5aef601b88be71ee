import type { Failure, FailureCode } from '../common/result.ts';

/** What AWS says of keys that will not do until somebody has done something. */
const LASTING: readonly FailureCode[] = ['credentials-expired', 'credentials-invalid', 'clock-wrong'];

/** What AWS refused, by access key: keys whose end no file states are known dead only so. */
export function createRefusals() {
  const refused = new Map<string, Failure>();
  return {
    of: (accessKeyId: string): Failure | null => refused.get(accessKeyId) ?? null,
    /** AWS accepts these. */
    accepted: (accessKeyId: string): void => void refused.delete(accessKeyId),
    /**
     * AWS did not say whose keys these are.
     *
     * @returns the refusal that counts from now on; null where AWS could only not be asked
     */
    met(accessKeyId: string, error: Failure): Failure | null {
      if (LASTING.includes(error.code)) refused.set(accessKeyId, error);
      // the clock may have been set meanwhile, and nobody can say
      else if (refused.get(accessKeyId)?.code === 'clock-wrong') refused.delete(accessKeyId);
      return refused.get(accessKeyId) ?? null;
    },
  };
}
