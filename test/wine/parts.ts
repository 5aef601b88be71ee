import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What of a part has to hold, by what is said of it; one that throws does not. */
export type Checks = Readonly<Record<string, (folder: string) => void | Promise<void>>>;

/** How long one check may take, in milliseconds. */
const TIMEOUT_MS = 60_000;

/**
 * Runs a part's checks, each with a folder of its own, and says how each went: a stand-in for a test runner, which does
 * not load under wine.
 */
export async function runPart(name: string, checks: Checks): Promise<void> {
  let failed = 0;
  for (const [what, check] of Object.entries(checks)) {
    const folder = await mkdtemp(join(tmpdir(), "lat ch'key é-"));
    try {
      await inTime(Promise.resolve(check(folder)));
      console.log(`ok    ${name}: ${what}`);
    } catch (cause) {
      failed += 1;
      console.log(
        `FAIL  ${name}: ${what}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`,
      );
    }
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
  console.log(`END   ${name}: ${Object.keys(checks).length - failed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done in ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
