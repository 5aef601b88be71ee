import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readAwsConfig } from '../../app/profiles/config-files/read-config.ts';
import type { Hop, Leaf } from '../../app/profiles/plan/model.ts';
import { planFor } from '../../app/profiles/plan/plan-for.ts';
import { keysOf } from '../../app/profiles/plan/secrets.ts';
import { askPython, awsPythons } from './aws-clis.ts';

const SCRIPT = join(import.meta.dirname, 'aws-profile-plans.py');

/** How many pairs of files are compared. */
const CASES = 600;

interface Files {
  readonly config: string;
  readonly credentials: string;
}

const answers = z.array(
  z
    .strictObject({
      method: z.string(),
      roles: z.array(z.record(z.string(), z.unknown())),
      keys: z.array(z.string().nullable()).nullable(),
    })
    .nullable(),
);
type Answer = z.infer<typeof answers>[number];

const CORP = '[sso-session corp]\nsso_start_url = https://corp\nsso_region = eu-west-1\n';
const names = ['dev', 'base', 'mid', 'end'] as const;
const output = JSON.stringify({ Version: 1, AccessKeyId: 'P', SecretAccessKey: 'S' });

/** What a profile may hold; each setting is there or not, by itself. */
const settings: [string, string[]][] = [
  ['role_arn', ['arn:aws:iam::1:role/a', 'arn:aws:iam::2:role/b']],
  ['source_profile', [...names, 'none']],
  ['credential_source', ['Environment', 'environment']],
  ['web_identity_token_file', ['/token']],
  ['sso_session', ['corp', 'none']],
  ['sso_account_id', ['1']],
  ['sso_role_name', ['Role']],
  ['sso_start_url', ['https://corp', 'https://other']],
  ['sso_region', ['eu-west-1']],
  ['credential_process', [`printf '${output}'`]],
  ['aws_access_key_id', ['A', 'B']],
  ['aws_secret_access_key', ['C', 'D']],
  ['aws_session_token', ['T', 'U']],
  ['aws_security_token', ['V']],
  ['mfa_serial', ['device']],
  ['external_id', ['external']],
  ['role_session_name', ['session']],
  ['duration_seconds', ['900', ' 1_000', 'soon']],
];

const setting = fc
  .constantFrom(...settings)
  .chain(([key, values]) => fc.constantFrom(...values).map((value) => ({ key, value })));
/** Settings that go together, so that more than refusals come out. */
const way = fc.constantFrom<[string, string][]>(
  [],
  [
    ['aws_access_key_id', 'A'],
    ['aws_secret_access_key', 'C'],
  ],
  [
    ['sso_session', 'corp'],
    ['sso_account_id', '1'],
    ['sso_role_name', 'Role'],
  ],
  [
    ['role_arn', 'arn:aws:iam::1:role/a'],
    ['source_profile', 'base'],
  ],
  [
    ['role_arn', 'arn:aws:iam::2:role/b'],
    ['source_profile', 'mid'],
  ],
  [
    ['role_arn', 'arn:aws:iam::2:role/b'],
    ['source_profile', 'end'],
  ],
  [
    ['role_arn', 'arn:aws:iam::2:role/b'],
    ['credential_source', 'Environment'],
  ],
);
const section = (header: string) =>
  fc.tuple(way, fc.array(setting, { maxLength: 3 })).map(([together, extra]) => {
    const all = new Map([...together, ...extra.map(({ key, value }): [string, string] => [key, value])]);
    return `[${header}]\n${[...all].map(([key, value]) => `${key} = ${value}\n`).join('')}`;
  });
const some = (header: string) => fc.option(section(header), { nil: '', freq: 4 });
const joined = (sections: fc.Arbitrary<string>[]) => fc.tuple(...sections).map((texts) => texts.join(''));
const anyFiles: fc.Arbitrary<Files> = fc
  .record({
    config: joined(names.map((name) => section(`profile ${name}`))),
    credentials: joined(names.map((name) => fc.oneof(fc.constant(''), fc.constant(''), some(name)))),
  })
  .map(({ config, credentials }) => ({ config: `${config}${CORP}`, credentials }));

/** Providers by their names in the AWS CLI. */
function methodOf(leaf: Leaf): string {
  switch (leaf.kind) {
    case 'keys':
      return leaf.file === 'config' ? 'config-file' : 'shared-credentials-file';
    case 'process':
      return 'custom-process';
    case 'web-identity':
      return 'assume-role-with-web-identity';
    case 'machine':
      return leaf.source === 'Environment' ? 'env' : leaf.source;
    default:
      return leaf.kind;
  }
}

function parametersOf(hop: Hop): Record<string, unknown>[] {
  if (hop.kind === 'session') return [];
  const { roleArn, roleSessionName, externalId, durationSeconds, mfaSerial } = hop;
  const all = {
    RoleArn: roleArn,
    RoleSessionName: roleSessionName,
    ExternalId: externalId,
    DurationSeconds: durationSeconds,
    SerialNumber: mfaSerial,
  };
  return [Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null))];
}

function plan(files: Files): Answer {
  const config = readAwsConfig(files);
  const found = planFor(config, 'dev');
  if (!found.ok) return null;
  const { leaf, hops } = found.value;
  const keys = leaf.kind === 'keys' ? keysOf(config, leaf) : null;
  return {
    method: methodOf(leaf),
    roles: hops.flatMap(parametersOf),
    keys: keys === null ? null : [keys.accessKeyId, keys.secretAccessKey, keys.sessionToken],
  };
}

describe.each(awsPythons)('profiles as the credential chain of the AWS CLI resolves them: %s', (python) => {
  it('come from the same leaf over the same roles, or are refused alike', () => {
    const cases = fc.sample(anyFiles, CASES);
    const input = cases.map((files) => ({ ...files, profile: 'dev' }));
    const theirs = answers.parse(askPython(python, SCRIPT, input));
    cases.forEach((files, index) => {
      expect(plan(files), `${files.config}\nAND\n${files.credentials}`).toEqual(theirs[index]);
    });
    const methods = new Set(theirs.map((one) => one?.method));
    // a comparison of refusals alone would say little
    for (const method of ['sso', 'shared-credentials-file', 'config-file', 'custom-process', 'env']) {
      expect(methods).toContain(method);
    }
    expect(theirs.filter((one) => (one?.roles.length ?? 0) > 1).length).toBeGreaterThan(10);
  });
});

it('the AWS CLI is here to compare with; `npm run setup` installs it', () => {
  expect(awsPythons).not.toEqual([]);
});
