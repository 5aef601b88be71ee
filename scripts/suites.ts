/** The suites of `npm test`. */
const SUITES = ['lab', 'unit', 'end to end', 'pictures'] as const;

/** A suite of `npm test`. */
export type Suite = (typeof SUITES)[number];

/** Why a suite is left out on systems other than Linux. */
const linuxOnly: Partial<Record<Suite, string>> = {
  lab: 'its servers and clients are Debian’s packages',
  pictures: 'they are compared with pictures made with Linux’s fonts',
};

/**
 * Which suites run on a system, and which are left out and why.
 *
 * @param platform as Node names it
 */
export function suitesOn(platform: NodeJS.Platform): {
  readonly run: readonly Suite[];
  readonly leftOut: ReadonlyArray<{ readonly suite: Suite; readonly why: string }>;
} {
  if (platform === 'linux') return { run: SUITES, leftOut: [] };
  return {
    run: SUITES.filter((suite) => linuxOnly[suite] === undefined),
    leftOut: SUITES.flatMap((suite) => {
      const why = linuxOnly[suite];
      return why === undefined ? [] : [{ suite, why }];
    }),
  };
}
