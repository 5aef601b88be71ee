import type { z } from 'zod';
import { cleanedEntry } from '../../app/connections/cleaned.ts';

/** Reads entries, those of an earlier version cleaned of what hides or forges where they are not valid without. */
export function entryReader<T>(schema: z.ZodType<T>) {
  let count = 0;
  return {
    read(given: unknown): z.ZodSafeParseResult<T> {
      const asIs = schema.safeParse(given);
      if (asIs.success) return asIs;
      const cleaned = schema.safeParse(cleanedEntry(given));
      if (cleaned.success) count += 1;
      return cleaned;
    },
    cleaned: () => (count === 0 ? {} : { cleaned: count }),
  };
}
