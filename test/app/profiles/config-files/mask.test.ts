import { describe, expect, it } from 'vitest';
import { printConfig } from '../../../../app/profiles/config-files/print-config.ts';
import { readAwsConfig } from '../../../../app/profiles/config-files/read-config.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const WRAPPED = 'IQoJb3JpZ2luX2VjEPT0wJalrXUtnFEMIK7MDENG';

const print = (config: string, secrets: 'masked' | 'shown' = 'masked') =>
  printConfig(readAwsConfig({ config, credentials: '' }), { config: 'c', credentials: 'k' }, secrets);

/** Lines of a profile that hold a secret, with a word of it that must not be seen. */
const holding: [string, string][] = [
  [`aws_secret_access_key = ${SECRET}`, SECRET],
  ['aws_secret_access_key = short', 'short'],
  ['AWS_SESSION_TOKEN: short', 'short'],
  ['aws_security_token=short', 'short'],
  ['aws_access_key_id = AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7'],
  ['aws_access_key_id = short', 'short'],
  ['credential_process = helper --password hunter2', 'hunter2'],
  ['credential_process = PASSWORD=hunter2 helper', 'hunter2'],
  ['okta_password = hunter2', 'hunter2'],
  ['endpoint_url = https://me:hunter2@example.com/', 'hunter2'],
  ['endpoint_url = https://example.com/?access_token=hunter2', 'hunter2'],
  [`note = the key is ${SECRET}`, SECRET],
  ['s3 =\n  secret = hunter2', 'hunter2'],
  // lines that the AWS CLI does not take for what they were meant to be
  [`aws_secret_access_key ${SECRET}`, SECRET],
  ['aws_secret_access_key hunter2', 'hunter2'],
  [SECRET, SECRET],
  [`aws_session_token = abc\n${WRAPPED}`, WRAPPED],
  ['aws_session_token = abc\ndef', 'def'],
  ['aws_session_token = abc\n  def', 'def'],
  [`aws_session_token = abc\n${WRAPPED}==`, WRAPPED.toLowerCase()],
  ['aws_secret_access_key = one\naws_secret_access_key = two', 'two'],
  ['credential_process = helper\n-p hunter2', 'hunter2'],
];

describe('a secret in a config file is not printed', () => {
  it.each(holding)('%j', (line, secret) => {
    const sound = `[profile dev]\nregion = r\n${line}\n`;
    // with a fault, the lines themselves are told of too
    const broken = `${sound}${line}\n[profile dev]\n`;
    for (const text of [sound, broken]) {
      expect(JSON.stringify(print(text, 'masked')).toLowerCase()).not.toContain(secret.toLowerCase());
    }
    expect(JSON.stringify(print(sound, 'shown')).toLowerCase()).toContain(secret.toLowerCase());
  });
});

it('what is no secret is printed', () => {
  const text = [
    '[profile AWSAdministratorAccess-123456789012]',
    'role_arn = arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef',
    'web_identity_token_file = /var/run/secrets/token',
    'credential_source = Ec2InstanceMetadata',
    'credential_process = /usr/local/bin/helper',
    'sso_start_url = https://d-1234567890.awsapps.com/start',
    'aws_session_token =',
    '[sso-session corp]',
    'sso_registration_scopes = sso:account:access',
    '[profile "dev]',
  ].join('\n');
  expect(print(text, 'masked')).toEqual(print(text, 'shown'));
});

it('keys that are masked stay apart', () => {
  const [dev] = Object.values(print(`[profile dev]\n${WRAPPED}= 1\n${WRAPPED}x = 2\n`).profiles);
  expect(dev).toEqual({ '**** (line 2)': '1', '**** (line 3)': '2' });
});

it('an access key shows its last four characters, as with `aws configure list`', () => {
  expect(print('[profile dev]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n').profiles).toEqual({
    dev: { aws_access_key_id: '****MPLE' },
  });
});
