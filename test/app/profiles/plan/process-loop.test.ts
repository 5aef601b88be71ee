import { describe, expect, it } from 'vitest';
import { shellWords } from '../../../../app/profiles/config-files/shell-words.ts';
import { processLoop } from '../../../../app/profiles/plan/process-loop.ts';
import { configOf } from '../config-of.ts';

const exports = (profile: string) => ({
  credential_process: `/usr/bin/aws configure export-credentials --profile ${profile}`,
});

const loop = (
  sections: Readonly<Record<string, Readonly<Record<string, string>>>>,
  profile: string,
): readonly string[] | null =>
  processLoop(
    configOf(Object.entries(sections).map(([name, section]) => ({ name, section }))),
    profile,
    shellWords,
  );

describe('a credential_process', () => {
  it('that asks the AWS CLI for its own profile goes round', () => {
    expect(loop({ dev: exports('dev') }, 'dev')).toEqual(['dev', 'dev']);
    expect(
      loop({ dev: { credential_process: 'aws --profile=dev configure export-credentials' } }, 'dev'),
    ).toEqual(['dev', 'dev']);
  });

  it('goes round over others, and over a role whose source it is', () => {
    expect(loop({ a: exports('b'), b: exports('a') }, 'a')).toEqual(['a', 'b', 'a']);
    const role = { role_arn: 'arn:aws:iam::123456789012:role/r', source_profile: 'base' };
    expect(loop({ base: exports('role'), role }, 'base')).toEqual(['base', 'base']);
    // whoever leads into a circle goes round it, too
    expect(loop({ first: exports('a'), a: exports('a') }, 'first')).toEqual(['a', 'a']);
  });

  it.each([
    [
      'another kind of credentials',
      { dev: exports('keys'), keys: { aws_access_key_id: 'A', aws_secret_access_key: 's' } },
    ],
    ['a profile that is not there', { dev: exports('none') }],
    ['nobody by name', { dev: { credential_process: 'aws configure export-credentials' } }],
    ['another command', { dev: { credential_process: 'aws configure list --profile dev' } }],
    [
      'another program',
      { dev: { credential_process: 'aws-vault exec --profile dev configure export-credentials' } },
    ],
    ['a program with an open quote', { dev: { credential_process: 'aws "configure' } }],
  ])('that asks for %s comes to an end', (_what, sections) => {
    expect(loop(sections, 'dev')).toBeNull();
  });
});
