import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BREAK_GLASS_ROLE, ENGINEER_ROLE, MFA_SERIAL, type Directory } from './directory.ts';
import type { Company } from './company.ts';
import type { Identity } from './identity.ts';
import { PRACTICE_PLACE, PRACTICE_PROFILE, PRACTICE_ROLE } from './practice/databases.ts';
import { ANALYTICS_ROLE } from './sso-assignments.ts';
import { START_URL } from './sso-service.ts';

/**
 * Writes an AWS config and a credentials file (both 0600) whose profiles all lead to the sandbox, and
 * returns the environment that makes the AWS SDK and the AWS CLI use them and nothing of the user's own.
 * @param url the sandbox's endpoint; it also stands in the environment, for calls that belong to no profile
 * @param hasPractice whether there is the profile that sees the broken databases
 */
export async function writeAwsFiles(
  folder: string,
  url: string,
  directory: Directory,
  hasPractice = false,
): Promise<Record<string, string>> {
  // The AWS CLI keeps role sessions in the user's own cache, under a key that includes this name: one from an
  // earlier sandbox must not be found again.
  const sessionName = `sandbox-${randomBytes(4).toString('hex')}`;
  // what can be opened comes first in the list
  const config = section('profile platform-dev', { region: 'us-east-1', endpoint_url: url })
    .concat(
      section('profile platform-prod', {
        role_arn: ENGINEER_ROLE,
        source_profile: 'platform-dev',
        role_session_name: sessionName,
        region: 'us-east-1',
        endpoint_url: url,
      }),
    )
    .concat(
      section('profile analytics', {
        sso_session: 'latchkey-sandbox',
        sso_account_id: '482011780031',
        sso_role_name: ANALYTICS_ROLE,
        region: 'eu-west-1',
        endpoint_url: url,
      }),
    )
    .concat(
      section('profile break-glass', {
        role_arn: BREAK_GLASS_ROLE,
        source_profile: 'platform-dev',
        role_session_name: sessionName,
        mfa_serial: MFA_SERIAL,
        region: 'us-east-1',
        endpoint_url: url,
      }),
    )
    .concat(section('profile legacy', { region: 'us-east-1', endpoint_url: url }))
    .concat(
      section('sso-session latchkey-sandbox', {
        sso_start_url: START_URL,
        sso_region: 'us-east-1',
        sso_registration_scopes: 'sso:account:access',
      }),
    )
    .concat(
      hasPractice
        ? section(`profile ${PRACTICE_PROFILE}`, {
            role_arn: PRACTICE_ROLE,
            source_profile: 'platform-dev',
            role_session_name: sessionName,
            region: PRACTICE_PLACE.region,
            endpoint_url: url,
          })
        : '',
    );
  const credentials = section('platform-dev', keys(directory.developer)).concat(
    section('legacy', keys(directory.expired)),
  );

  const home = join(folder, 'aws');
  await mkdir(home, { mode: 0o700, recursive: true });
  const configFile = join(home, 'config');
  const credentialsFile = join(home, 'credentials');
  await writeFile(configFile, config, { mode: 0o600 });
  await writeFile(credentialsFile, credentials, { mode: 0o600 });
  return {
    AWS_CONFIG_FILE: configFile,
    AWS_SHARED_CREDENTIALS_FILE: credentialsFile,
    AWS_ENDPOINT_URL: url,
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false',
    AWS_EC2_METADATA_DISABLED: 'true',
    // the place of sign-ins is the same for all config files
    LATCHKEY_SSO_CACHE: join(home, 'sso', 'cache'),
  };
}

/** Writes the files of a big company in the place of the sandbox's own: a profile with keys for each account. */
export async function writeCompanyFiles(
  { AWS_CONFIG_FILE = '', AWS_SHARED_CREDENTIALS_FILE = '' }: Readonly<Record<string, string>>,
  url: string,
  { profiles, regions }: Company,
): Promise<void> {
  const region = regions[0] ?? '';
  const config = profiles.map(({ name }) => section(`profile ${name}`, { region, endpoint_url: url }));
  const credentials = profiles.map(({ name, identity }) => section(name, keys(identity)));
  await writeFile(AWS_CONFIG_FILE, config.join(''), { mode: 0o600 });
  await writeFile(AWS_SHARED_CREDENTIALS_FILE, credentials.join(''), { mode: 0o600 });
}

/** `base` without any `AWS_…` variable, and with the sandbox's: what a program in the sandbox should see. */
export function sandboxEnvironment(
  base: Readonly<Record<string, string | undefined>>,
  sandbox: Readonly<Record<string, string>>,
): Record<string, string> {
  const kept = Object.entries(base).flatMap(([name, value]): Array<[string, string]> =>
    value === undefined || name.toUpperCase().startsWith('AWS_') ? [] : [[name, value]],
  );
  return { ...Object.fromEntries(kept), ...sandbox };
}

function keys(identity: Identity): Record<string, string> {
  return {
    aws_access_key_id: identity.accessKeyId,
    aws_secret_access_key: identity.secretAccessKey,
    ...(identity.sessionToken === undefined ? {} : { aws_session_token: identity.sessionToken }),
  };
}

function section(name: string, values: Readonly<Record<string, string>>): string {
  const lines = Object.entries(values).map(([key, value]) => `${key} = ${value}\n`);
  return `[${name}]\n${lines.join('')}\n`;
}
