import type { Rule } from './faults.ts';
import type { Answer, Call, HttpAnswer } from './query-protocol.ts';
import type { XmlObject, XmlValue } from './xml.ts';

/** What the page of a hotel's network says in AWS's place. */
export const CAPTIVE_PORTAL: HttpAnswer = {
  status: 200,
  type: 'text/html',
  body: '<html><body>captive portal<p>\u0000',
};

const WRONG_XML: HttpAnswer = {
  status: 200,
  type: 'text/xml;charset=UTF-8',
  body: '<?xml version="1.0"?>\n<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInst',
};

/** Where each page of an endless list begins. */
const SAME_MARKER = 'c2FtZQ';

/** The answer that a fault gives in the place of AWS's; undefined where it only changes that. */
export function foreignAnswer({ kind }: Rule['effect']): HttpAnswer | undefined {
  return kind === 'garbage' ? CAPTIVE_PORTAL : kind === 'wrong-xml' ? WRONG_XML : undefined;
}

/** A call of which each page is the first. */
export function withoutMarker(call: Call): Call {
  return { ...call, params: new Map([...call.params].filter(([name]) => name !== 'Marker')) };
}

/** An answer as a fault changes it. */
export function changedBy(effects: ReadonlyArray<Rule['effect']>, answer: Answer): Answer {
  if (!answer.ok) return answer;
  let { result } = answer;
  for (const { kind } of effects) {
    if (kind === 'endless') result = { ...result, Marker: SAME_MARKER };
    if (kind === 'odd-fields') result = odd(result);
  }
  return { ok: true, result };
}

/** Elements that a list may do without; those that name a database stay. */
const OPTIONAL =
  /^(EngineVersion|DBInstanceClass|DBName|TagList|DBSubnetGroup|VpcSecurityGroups|MultiAZ|DatabaseName)$/;

function odd(result: XmlObject): XmlObject {
  const entries = Object.entries(result)
    .filter(([name]) => !OPTIONAL.test(name))
    .map(([name, value]) => [name, oddValue(value)] as const);
  return { ...Object.fromEntries(entries), FutureElement: { Deep: 'value' } };
}

function oddValue(value: XmlValue): XmlValue {
  if (value instanceof Date || typeof value !== 'object') return value;
  return isList(value) ? value.map(oddValue) : odd(value);
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}
