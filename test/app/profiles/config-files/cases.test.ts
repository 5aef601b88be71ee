import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { printConfig } from '../../../../app/profiles/config-files/print-config.ts';
import { readAwsConfig } from '../../../../app/profiles/config-files/read-config.ts';

/** Files, and what AWS CLI 2.36.7 read out of them: its settings, or why it refused. */
const caseFile = z.array(
  z.object({
    case: z.string(),
    config: z.string(),
    credentials: z.string(),
    aws_cli_2_36_7: z.union([z.string(), z.object({ profiles: z.unknown(), sso: z.unknown() })]),
  }),
);
const cases = caseFile.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '..', 'cases', 'ini.json'), 'utf8')),
);

/** Where Latchkey reads what the AWS CLI refuses: what it keeps, and what it says. */
const differences: Readonly<Record<string, { keeps: object; says: string[] }>> = {
  'rem comment': {
    keeps: {},
    says: [
      'line 2: this line is neither a section nor a setting; write KEY = VALUE, or # before it; profile dev is left out',
    ],
  },
  'no value key': {
    keeps: {},
    says: [
      'line 2: this line is neither a section nor a setting; write KEY = VALUE, or # before it; profile dev is left out',
    ],
  },
  'duplicate section': {
    keeps: {},
    says: ['line 3: [profile dev] is here a second time, after line 1; profile dev is left out'],
  },
  'duplicate section in credentials': {
    keeps: {},
    says: ['line 4: [dev] is here a second time, after line 1; profile dev is left out'],
  },
  'duplicate section differing key': {
    keeps: {},
    says: ['line 3: [profile dev] is here a second time, after line 1; profile dev is left out'],
  },
  'BOM + comment': {
    keeps: { dev: { region: 'r' } },
    says: [
      'line 1: the file starts with a byte order mark, for which the AWS CLI refuses it; save it without',
    ],
  },
  'BOM credentials': {
    keeps: { dev: { aws_access_key_id: 'A', aws_secret_access_key: 'S' } },
    says: [
      'line 1: the file starts with a byte order mark, for which the AWS CLI refuses it; save it without',
    ],
  },
  'junk line before section': {
    keeps: { dev: { output: 'x' } },
    says: ['line 1: this line stands before the first section'],
  },
  'git conflict marker': {
    keeps: {},
    says: [
      'line 2: this is left of a merge conflict; resolve it; profile dev is left out',
      'line 4: this is left of a merge conflict; resolve it; profile dev is left out',
      'line 5: region is set a second time, after line 3; profile dev is left out',
      'line 6: this is left of a merge conflict; resolve it; profile dev is left out',
    ],
  },
};

function read(one: { config: string; credentials: string }) {
  const printed = printConfig(readAwsConfig(one), { config: 'c', credentials: 'k' }, 'shown');
  // through JSON, as it is printed: a profile named __proto__ must survive that too
  const { skipped, ...rest } = z
    .object({ profiles: z.unknown(), sso: z.unknown(), skipped: z.array(z.object({ reason: z.string() })) })
    .parse(JSON.parse(JSON.stringify(printed)));
  return { rest, says: skipped.map(({ reason }) => reason) };
}

describe('files that the AWS CLI accepts say the same here', () => {
  const accepted = cases.filter((one) => typeof one.aws_cli_2_36_7 !== 'string');
  it.each(accepted.map((one) => [one.case, one] as const))('%s', (name, one) => {
    expect(Object.hasOwn(differences, name)).toBe(false);
    expect(read(one).rest).toEqual(one.aws_cli_2_36_7);
  });
});

describe('files that the AWS CLI refuses keep the profiles that are sound', () => {
  const refused = cases.filter((one) => typeof one.aws_cli_2_36_7 === 'string');
  it.each(refused.map((one) => [one.case, one] as const))('%s', (name, one) => {
    const { rest, says } = read(one);
    expect(Object.hasOwn(differences, name)).toBe(true);
    expect(rest).toEqual({ profiles: differences[name]?.keeps, sso: {} });
    expect(says).toEqual(differences[name]?.says);
  });
});

it('every difference is in the list for people', () => {
  const docs = readFileSync(
    join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'aws-config-files.md'),
    'utf8',
  );
  const listed = new Set([...docs.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name));
  expect(listed).toEqual(new Set(Object.keys(differences)));
});
