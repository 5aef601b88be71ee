import { findRuleIn, type EnvironmentRule } from '../../app/endpoints/environment-rules.ts';
import type { Scan } from '../../app/endpoints/model.ts';

/** How many databases are named as examples. */
const MAX_EXAMPLES = 3;

/** The databases that a rule gives their environment. */
export interface Reach {
  readonly count: number;
  readonly examples: readonly string[];
}

/** What each rule reaches of what was found: a database counts for the first rule that fits it. */
export function reachOf(rules: readonly EnvironmentRule[], scans: readonly Scan[]): readonly Reach[] {
  const reach = new Map(rules.map((rule) => [rule, { count: 0, examples: new Set<string>() }]));
  const find = findRuleIn(rules);
  for (const { endpoints } of scans) {
    for (const endpoint of endpoints) {
      const rule = find(endpoint);
      const of = rule === null ? undefined : reach.get(rule);
      if (of === undefined) continue;
      of.count += 1;
      if (of.examples.size < MAX_EXAMPLES) of.examples.add(endpoint.name);
    }
  }
  return rules.map((rule) => {
    const { count = 0, examples = [] } = reach.get(rule) ?? {};
    return { count, examples: [...examples] };
  });
}
