import { z } from 'zod';

/** A test that failed: where it is, and the start of what it said. */
export interface FailedTest {
  readonly name: string;
  readonly message: string;
}

/** How many lines of a failure are kept, so that all failures can be told at the end of a log. */
const MAX_LINES = 12;
// oxlint-disable-next-line no-control-regex -- colours are for a terminal, and a log may not be one
const COLOURS = /\u001B\[[0-9;]*m/g;

/** Vitest's JSON report: https://vitest.dev/guide/reporters#json-reporter */
const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

interface PlaywrightSuite {
  readonly title: string;
  readonly specs?:
    | ReadonlyArray<{
        readonly title: string;
        readonly tests: ReadonlyArray<{
          readonly status: string;
          readonly results: ReadonlyArray<{
            readonly error?: { readonly message?: string | undefined } | undefined;
          }>;
        }>;
      }>
    | undefined;
  readonly suites?: readonly PlaywrightSuite[] | undefined;
}

const playwrightSuite: z.ZodType<PlaywrightSuite> = z.lazy(() =>
  z.object({
    title: z.string(),
    specs: z
      .array(
        z.object({
          title: z.string(),
          tests: z.array(
            z.object({
              status: z.string(),
              results: z.array(z.object({ error: z.object({ message: z.string().optional() }).optional() })),
            }),
          ),
        }),
      )
      .optional(),
    suites: z.array(playwrightSuite).optional(),
  }),
);

/** Playwright's JSON report: https://playwright.dev/docs/test-reporters#json-reporter */
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  suites: z.array(playwrightSuite),
});

/** What a runner's report says: how many passed and failed, and which failed. */
export interface SuiteReport {
  readonly passed: number;
  readonly failed: number;
  readonly tests: readonly FailedTest[];
}

/** Reads vitest's report; null where it is not one. A file that could not be loaded counts as a failed test. */
export function readVitestReport(report: unknown): SuiteReport | null {
  const parsed = vitestReport.safeParse(report);
  if (!parsed.success) return null;
  const tests = parsed.data.testResults.flatMap((file): FailedTest[] => {
    const failed = file.assertionResults.filter(({ status }) => status === 'failed');
    if (failed.length === 0 && file.status === 'failed') return [failure(file.name, file.message)];
    return failed.map((test) => failure(`${file.name} > ${test.fullName}`, test.failureMessages?.[0]));
  });
  return { passed: parsed.data.numPassedTests, failed: parsed.data.numFailedTests, tests };
}

/** Reads Playwright's report; null where it is not one. A test that passed only when tried again has failed. */
export function readPlaywrightReport(report: unknown): SuiteReport | null {
  const parsed = playwrightReport.safeParse(report);
  if (!parsed.success) return null;
  const { expected, unexpected, flaky } = parsed.data.stats;
  return { passed: expected, failed: unexpected + flaky, tests: parsed.data.suites.flatMap(failedIn) };
}

function failedIn(suite: PlaywrightSuite): FailedTest[] {
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ results }) =>
        failure(
          `${suite.title} > ${spec.title}`,
          results.find(({ error }) => error !== undefined)?.error?.message,
        ),
      ),
  );
  return [...own, ...(suite.suites ?? []).flatMap(failedIn)];
}

function failure(name: string, message = ''): FailedTest {
  return { name, message: message.replace(COLOURS, '').split('\n').slice(0, MAX_LINES).join('\n') };
}
