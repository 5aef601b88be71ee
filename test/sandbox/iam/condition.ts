import { BlockList, isIP } from 'node:net';
import type { Statement } from './document.ts';
import { covers, coversArn, type Context, type Missing } from './pattern.ts';

/** Compares a value of the request with one of the policy. */
type Compare = (value: string, wanted: string, context: Context | null, missing: Missing) => boolean;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: Readonly<Record<string, Compare>> = {
  stringequals: (value, wanted, context, missing) => value === filled(wanted, context, missing),
  stringequalsignorecase: (value, wanted, context, missing) =>
    value.toLowerCase() === filled(wanted, context, missing)?.toLowerCase(),
  stringlike: (value, wanted, context, missing) => covers(wanted, value, context, missing),
  arnequals: (value, wanted, context, missing) => coversArn(wanted, value, context, missing),
  arnlike: (value, wanted, context, missing) => coversArn(wanted, value, context, missing),
  numericequals: (value, wanted) => Number(value) === Number(wanted),
  numericlessthan: (value, wanted) => Number(value) < Number(wanted),
  numericlessthanequals: (value, wanted) => Number(value) <= Number(wanted),
  numericgreaterthan: (value, wanted) => Number(value) > Number(wanted),
  numericgreaterthanequals: (value, wanted) => Number(value) >= Number(wanted),
  dateequals: (value, wanted) => time(value) === time(wanted),
  datelessthan: (value, wanted) => time(value) < time(wanted),
  datelessthanequals: (value, wanted) => time(value) <= time(wanted),
  dategreaterthan: (value, wanted) => time(value) > time(wanted),
  dategreaterthanequals: (value, wanted) => time(value) >= time(wanted),
  bool: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
  binaryequals: (value, wanted) => value === wanted,
  ipaddress: (value, wanted) => isInRange(value, wanted),
};

/** An operator taken apart: how many values must hold, whether it is negated, and whether a missing key will do. */
interface Operator {
  /** Absent for an operator that IAM does not have. */
  readonly compare: Compare | undefined;
  readonly isNegated: boolean;
  readonly ifExists: boolean;
  readonly forAll: boolean;
}

/**
 * Whether all of a statement's condition holds. A key that is not there makes an operator false; negated ones, those
 * with IfExists and those for all values it makes true. Such keys are noted.
 *
 * @param context null for values where the policy has no variables
 */
export function holds(
  { Condition = {} }: Pick<Statement, 'Condition'>,
  request: Context,
  hasVariables: boolean,
  missing: Missing,
): boolean {
  const variables = hasVariables ? request : null;
  return Object.entries(Condition).every(([name, keys]) =>
    Object.entries(keys).every(([key, wanted]) => {
      const values = request.get(key.toLowerCase());
      if (values === undefined) missing.add(key);
      if (/^null$/i.test(name)) return wanted.includes('true') === (values === undefined);
      const { compare, isNegated, ifExists, forAll } = operatorNamed(name);
      if (values === undefined) return isNegated || ifExists || forAll;
      const matches = (value: string): boolean =>
        wanted.some((one) => compare?.(value, one, variables, missing) === true) !== isNegated;
      return forAll ? values.every(matches) : values.some(matches);
    }),
  );
}

/** Whether IAM has such an operator. */
export function isOperator(name: string): boolean {
  return /^null$/i.test(name) || operatorNamed(name).compare !== undefined;
}

function operatorNamed(name: string): Operator {
  const lower = name.toLowerCase();
  const forAll = lower.startsWith('forallvalues:');
  const bare = lower.replace(/^for(?:all|any)values?:/, '').replace(/ifexists$/, '');
  const positive = bare.replace(/^(string|arn|numeric|date)not/, '$1').replace(/^notip/, 'ip');
  return {
    compare: OPERATORS[positive],
    isNegated: positive !== bare,
    ifExists: lower.endsWith('ifexists'),
    forAll,
  };
}

/** A value with its variables filled in; null where one has no value. Wildcards are characters here. */
function filled(wanted: string, context: Context | null, missing: Missing): string | null {
  if (context === null) return wanted;
  let isKnown = true;
  const text = wanted.replace(/\$\{([^},]*)(?:,\s*'([^']*)')?\}/g, (_all, key: string, fallback?: string) => {
    if (/^[*?$]$/.test(key)) return key;
    const value = context.get(key.trim().toLowerCase())?.[0] ?? fallback;
    if (value === undefined) {
      missing.add(key);
      isKnown = false;
    }
    return value ?? '';
  });
  return isKnown ? text : null;
}

function time(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text);
}

function isInRange(address: string, range: string): boolean {
  const [network = '', bits] = range.split('/');
  const family = isIP(network);
  if (family === 0 || isIP(address) !== family) return false;
  const list = new BlockList();
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(network, bits === undefined ? (family === 4 ? 32 : 128) : Number(bits), kind);
  return list.check(address, kind);
}
