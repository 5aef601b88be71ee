import type { Scan } from '../../app/endpoints/model.ts';

/** What went wrong in one region, once for all calls that it happened to. */
export interface RegionProblem {
  readonly calls: readonly string[];
  readonly error: Scan['problems'][number]['error'];
}

/** A scan's problems, with calls that failed for the same reason told together. */
export function regionProblems({ problems }: Pick<Scan, 'problems'>): readonly RegionProblem[] {
  const codes = [...new Set(problems.map(({ error }) => error.code))];
  return codes.flatMap((code) => {
    const same = problems.filter(({ error }) => error.code === code);
    return same[0] === undefined ? [] : [{ calls: same.map(({ call }) => call), error: same[0].error }];
  });
}
