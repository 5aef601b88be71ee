import { z } from 'zod';

/** The variable that names the file into which the count is written. */
export const COUNT_FILE = 'LATCHKEY_DOCTOR_COUNT';

/** What `npm run test:doctor` counts. */
export const doctorCount = z.strictObject({
  /** Causes of which the doctor named the right one and the right next step. */
  named: z.int(),
  /** Causes that were injected. */
  of: z.int(),
  /** Healthy set-ups on which it found nothing. */
  healthy: z.int(),
  /** Two causes at once of which it named the first to be mended first. */
  pairs: z.int(),
  /** From request to answer, over all, in milliseconds. */
  slowestMs: z.int(),
});

/** What `npm run test:doctor` counts. */
export type DoctorCount = z.infer<typeof doctorCount>;
