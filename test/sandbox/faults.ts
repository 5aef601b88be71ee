/** What an HTTP call is about, as far as rules can match it. */
export interface CallFacts {
  readonly account: string;
  readonly region: string;
  /** `rds:DescribeDBInstances`, as IAM policies write it. */
  readonly action: string;
}

/** A rule about calls; what it leaves out, it matches all of. */
export interface Rule {
  readonly account?: string;
  readonly region?: string;
  /** `rds:DescribeDBInstances`, or `rds:*`. */
  readonly action?: string;
  /** How many calls it applies to before it lapses; always, when absent. */
  readonly times?: number;
  readonly effect:
    | { readonly kind: 'deny' }
    | { readonly kind: 'throttle' }
    | { readonly kind: 'drop' }
    | { readonly kind: 'garbage' }
    /** An answer of the right type that is cut off in the middle of an element. */
    | { readonly kind: 'wrong-xml' }
    /** Each page says that there is another, which is the same. */
    | { readonly kind: 'endless' }
    /** An answer begins and never ends. */
    | { readonly kind: 'stall' }
    /** Elements that no version of the API has, and none of those that need not be there. */
    | { readonly kind: 'odd-fields' }
    /** The call is taken and never answered. */
    | { readonly kind: 'silence' }
    | { readonly kind: 'latency'; readonly ms: number };
}

/** Rules in force, changeable while the sandbox runs. */
export interface Faults {
  /** Puts a rule into force and returns the function that takes it out again. */
  readonly add: (rule: Rule) => () => void;
  /** Takes all rules out, the denials that the accounts start with included. */
  readonly clear: () => void;
  /** The effects that a call meets, in the order of adding; counts against `times`. */
  readonly meet: (call: CallFacts) => ReadonlyArray<Rule['effect']>;
}

/** A new set of rules. */
export function makeFaults(initial: readonly Rule[] = []): Faults {
  const rules = new Set(initial.map((rule) => ({ rule, left: rule.times ?? Infinity })));
  return {
    add: (rule) => {
      const entry = { rule, left: rule.times ?? Infinity };
      rules.add(entry);
      return () => void rules.delete(entry);
    },
    clear: () => rules.clear(),
    meet: (call) =>
      [...rules]
        .filter(({ rule, left }) => left > 0 && matches(rule, call))
        .map((entry) => {
          entry.left -= 1;
          return entry.rule.effect;
        }),
  };
}

function matches(rule: Rule, call: CallFacts): boolean {
  return (
    (rule.account === undefined || rule.account === call.account) &&
    (rule.region === undefined || rule.region === call.region) &&
    (rule.action === undefined ||
      rule.action === call.action ||
      (rule.action.endsWith(':*') && call.action.startsWith(rule.action.slice(0, -1))))
  );
}
