import { z } from 'zod';
import { regionCode, scan } from '../../app/endpoints/model.ts';
import type { CacheChange } from '../../app/endpoints/ports.ts';
import { profileName } from '../../app/profiles/model.ts';

/** The first line, which says what the others are. */
export const HEAD = '{"latchkey":"endpoint-cache","version":1}';

const scope = z.strictObject({ profile: profileName, region: regionCode });
const line = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('scanned'), scan }),
  z.strictObject({ kind: z.literal('confirmed'), scope, finishedAt: z.number() }),
  z.strictObject({ kind: z.literal('removed'), scope }),
]);

/** A change as a line, without its end. */
export function lineOf(change: CacheChange): string {
  return JSON.stringify(change);
}

/** What a line says; null where it is none of ours. */
export function readLine(text: string): CacheChange | null {
  try {
    return line.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
