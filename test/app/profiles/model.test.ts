import { expect, it } from 'vitest';
import { kindOf, type ProfileKind, type ProfileSection } from '../../../app/profiles/model.ts';

const keys = { aws_access_key_id: 'AKIA', aws_secret_access_key: 's' };

it.each<[ProfileKind, ProfileSection]>([
  ['static', keys],
  ['static', { ...keys, aws_session_token: '' }],
  ['session', { ...keys, aws_session_token: 't' }],
  ['assume-role', { role_arn: 'r', source_profile: 'p' }],
  ['assume-role', { role_arn: 'r', credential_source: 'Ec2InstanceMetadata' }],
  ['assume-role', { ...keys, role_arn: 'r', source_profile: 'p' }],
  ['web-identity', { role_arn: 'r', web_identity_token_file: '/t' }],
  ['sso', { sso_session: 's', sso_account_id: '1', sso_role_name: 'r' }],
  ['sso', { sso_start_url: 'https://x', sso_region: 'r' }],
  ['process', { credential_process: 'aws-vault exec' }],
  ['login', { login_session: 'arn' }],
  ['incomplete', {}],
  ['incomplete', { region: 'eu-west-1' }],
  ['incomplete', { role_arn: 'r' }],
  ['incomplete', { aws_access_key_id: 'AKIA' }],
  ['incomplete', { web_identity_token_file: '/t' }],
])('a profile is %s with %j', (kind, section) => {
  expect(kindOf(section)).toBe(kind);
});
