import { environmentOf, type Environment } from './environment.ts';
import { findRuleIn, type EnvironmentRule, type FindRule } from './environment-rules.ts';
import type { Endpoint } from './model.ts';

type Labels = Pick<Endpoint, 'accountName' | 'environment'>;

/** What endpoints are labelled by. */
export interface LabelsPorts {
  /** The user's own, as they are now. */
  readonly rules: () => readonly EnvironmentRule[];
  /** What an account is called; null where nobody has said. */
  readonly accountName: (account: string) => string | null;
}

/** Makes what labels endpoints: the one place that says what a database's environment and account are called. */
export function createLabels({ rules, accountName }: LabelsPorts) {
  let last: { readonly rules: readonly EnvironmentRule[]; readonly find: FindRule } | null = null;
  const labelled = new WeakMap<Endpoint, Endpoint>();

  function finder(): FindRule {
    const now = rules();
    if (last?.rules !== now) last = { rules: now, find: findRuleIn(now) };
    return last.find;
  }

  /** The same object again for the same labels: a scan reports what it has found more than once. */
  function withLabels(one: Endpoint, labels: Labels): Endpoint {
    if (isEqual(one, labels)) return one;
    const known = labelled.get(one);
    if (known !== undefined && isEqual(known, labels)) return known;
    const made = { ...one, ...labels };
    labelled.set(one, made);
    return made;
  }

  /**
   * Gives the endpoints of a scope the names of their accounts, and their environments, as settings and AWS have them
   * now.
   *
   * @returns the same object for each that has it already, and the very list where all have
   */
  return function label(endpoints: Endpoint[]): Endpoint[] {
    const find = finder();
    // rules look at what accounts are called, too
    const called = endpoints.map((one) =>
      withLabels(one, {
        accountName: one.account === null ? null : accountName(one.account),
        environment: one.environment,
      }),
    );
    const made = called.map((one) =>
      withLabels(one, { accountName: one.accountName, environment: environmentIn(called, one, find) }),
    );
    return made.every((one, at) => one === endpoints[at]) ? endpoints : made;
  };
}

/** By the first rule that fits; else by its tags and names; for a global cluster else what its cluster here is. */
function environmentIn(endpoints: readonly Endpoint[], one: Endpoint, find: FindRule): Environment | null {
  const rule = find(one);
  if (rule !== null) return rule.environment;
  const own = environmentOf(one.tags, namesOf(one));
  if (own !== null || one.kind !== 'global-cluster') return own;
  const here = endpoints.find(
    ({ kind, role, global }) => kind !== 'global-cluster' && role === 'writer' && global?.name === one.name,
  );
  return here === undefined ? null : environmentIn(endpoints, here, find);
}

/** The names that people gave, the most specific first: an identifier of AWS's own making may spell anything. */
function namesOf({ kind, role, name, parent, profile }: Endpoint): readonly string[] {
  if (kind === 'dsql' && name === parent) return [profile];
  if (role === 'custom' && parent !== null) return [parent, profile];
  if (kind === 'proxy' && parent !== null) return [name, parent, profile];
  return [name, profile];
}

function isEqual(a: Labels, b: Labels): boolean {
  return (
    a.accountName === b.accountName &&
    a.environment?.label === b.environment?.label &&
    a.environment?.kind === b.environment?.kind
  );
}
