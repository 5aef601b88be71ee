import { z } from 'zod';
import { failure } from '../common/result.ts';
import { lineOf } from '../common/text/schema.ts';

const version = lineOf(64);

/** Where Latchkey's own update stands. Nothing happens to it unasked. */
export const updateState = z.discriminatedUnion('status', [
  /** This copy has no place to get updates from: run from its source, or packaged by a system's own packager. */
  z.strictObject({ status: z.literal('unavailable') }),
  z.strictObject({ status: z.literal('idle') }),
  z.strictObject({ status: z.literal('checking') }),
  z.strictObject({ status: z.literal('current') }),
  z.strictObject({ status: z.literal('available'), version }),
  z.strictObject({ status: z.literal('downloading'), version, percent: z.int().min(0).max(100) }),
  z.strictObject({ status: z.literal('ready'), version }),
  z.strictObject({ status: z.literal('failed'), error: failure }),
]);

/** Where Latchkey's own update stands. */
export type UpdateState = z.infer<typeof updateState>;
