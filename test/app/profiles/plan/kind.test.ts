import { expect, it } from 'vitest';
import type { ProfileKind } from '../../../../app/profiles/model.ts';
import { describeProfile } from '../../../../app/profiles/describe-profile.ts';
import { configOf } from '../config-of.ts';

const keys = { aws_access_key_id: 'AKIA', aws_secret_access_key: 's' };

it.each<[ProfileKind, Readonly<Record<string, string>>]>([
  ['static', keys],
  ['static', { ...keys, aws_session_token: '' }],
  ['session', { ...keys, aws_session_token: 't' }],
  ['session', { ...keys, mfa_serial: 'm' }],
  ['assume-role', { role_arn: 'r', source_profile: 'p' }],
  ['assume-role', { role_arn: 'r', credential_source: 'Ec2InstanceMetadata' }],
  ['assume-role', { ...keys, role_arn: 'r', source_profile: 'p' }],
  ['web-identity', { role_arn: 'r', web_identity_token_file: '/t' }],
  ['sso', { sso_session: 's', sso_account_id: '1', sso_role_name: 'r' }],
  ['sso', { sso_start_url: 'https://x', sso_region: 'r', sso_account_id: '1', sso_role_name: 'r' }],
  ['process', { credential_process: 'aws-vault exec' }],
  ['login', { login_session: 'arn' }],
  ['incomplete', {}],
  ['incomplete', { region: 'eu-west-1' }],
  ['incomplete', { role_arn: 'r' }],
  ['incomplete', { aws_access_key_id: 'AKIA' }],
  ['incomplete', { web_identity_token_file: '/t' }],
  ['incomplete', { sso_start_url: 'https://x', sso_region: 'r' }],
])('a profile is %s with %j', (kind, section) => {
  const config = configOf([
    { name: 'dev', section },
    { name: 'p', section: keys },
  ]);
  const ssoSessions = new Map([['s', sessionSection()]]);
  expect(describeProfile({ ...config, ssoSessions }, 'dev', {}).kind).toBe(kind);
});

function sessionSection() {
  const text = (value: string) => ({ value, file: 'config' as const, line: 1 });
  const settings = new Map([
    ['sso_start_url', text('https://x')],
    ['sso_region', text('eu-west-1')],
  ]);
  return { file: 'config' as const, line: 1, settings, fault: null };
}
