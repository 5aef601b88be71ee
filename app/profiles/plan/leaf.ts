import type { AwsConfig, ConfigFile, ConfiguredProfile, Section } from '../config-files/model.ts';
import type { Leaf, Outcome } from './model.ts';
import { given, refuse } from './refuse.ts';
import { optionalText, requiredText, type Owner } from './setting-text.ts';
import { ssoLeaf } from './sso-leaf.ts';

/** Settings that hold the token that belongs to keys; the AWS CLI takes the first that is there. */
export const TOKEN_KEYS = ['aws_security_token', 'aws_session_token'] as const;

/**
 * Where a profile's own credentials start, roles of other profiles apart. The order is that of the AWS CLI's
 * profile providers (`ProfileProviderBuilder` in botocore's credentials.py): web identity, SSO, keys in the
 * credentials file, `aws login`, a process, keys in the config file.
 */
export function leafOf(config: AwsConfig, profile: ConfiguredProfile): Outcome<Leaf> {
  const { name, settings } = profile;
  const owner: Owner = { name: `profile ${name}`, settings };
  if (settings.has('web_identity_token_file')) return webIdentityLeaf(name, owner);
  if (settings.has('sso_account_id') || settings.has('sso_role_name')) return ssoLeaf(config, name, owner);
  if (profile.credentials?.settings.has('aws_access_key_id') === true) {
    return keysLeaf(name, 'credentials', profile.credentials);
  }
  if (settings.has('login_session')) {
    const session = requiredText(owner, 'login_session', 'line');
    return session.ok ? given({ kind: 'login', profile: name, session: session.value }) : session;
  }
  if (settings.has('credential_process')) {
    const command = requiredText(owner, 'credential_process', 'lines');
    return command.ok ? given({ kind: 'process', profile: name }) : command;
  }
  if (profile.config?.settings.has('aws_access_key_id') === true) {
    return keysLeaf(name, 'config', profile.config);
  }
  return nothing(profile);
}

/** Keys come from one file, and the token that goes with them from the same. */
function keysLeaf(name: string, file: ConfigFile, section: Section): Outcome<Leaf> {
  const owner: Owner = { name: `profile ${name} in the ${file} file`, settings: section.settings };
  const tokenKey = TOKEN_KEYS.find((key) => section.settings.has(key));
  const token = tokenKey === undefined ? given(null) : optionalText(owner, tokenKey, 'word');
  for (const text of [
    requiredText(owner, 'aws_access_key_id', 'word'),
    requiredText(owner, 'aws_secret_access_key', 'word'),
    token,
  ]) {
    if (!text.ok) return text;
  }
  return given({ kind: 'keys', profile: name, file, temporary: token.ok && token.value !== null });
}

function webIdentityLeaf(name: string, owner: Owner): Outcome<Leaf> {
  const tokenFile = requiredText(owner, 'web_identity_token_file', 'line');
  if (!tokenFile.ok) return tokenFile;
  const roleArn = requiredText(owner, 'role_arn', 'word');
  if (!roleArn.ok) return roleArn;
  const roleSessionName = optionalText(owner, 'role_session_name', 'word');
  if (!roleSessionName.ok) return roleSessionName;
  return given({
    kind: 'web-identity',
    profile: name,
    roleArn: roleArn.value,
    tokenFile: tokenFile.value,
    roleSessionName: roleSessionName.value,
  });
}

/** A profile that says nothing of credentials; the machine's own must not sign in its name. */
function nothing({ name, settings, config, credentials }: ConfiguredProfile): Outcome<Leaf> {
  const at = config ?? credentials;
  const session = settings.get('sso_session') ?? settings.get('sso_start_url');
  if (session !== undefined) {
    const message = `Profile ${name} signs in to IAM Identity Center and names no account and role.`;
    return refuse('part-missing', message, 'Add sso_account_id and sso_role_name.', session);
  }
  const secret = settings.get('aws_secret_access_key');
  if (secret !== undefined) {
    const message = `Profile ${name} has aws_secret_access_key and no aws_access_key_id.`;
    return refuse('part-missing', message, 'Add aws_access_key_id in the same file.', secret);
  }
  const hint =
    'Add how it signs in: sso_session with account and role, role_arn with source_profile, or keys.';
  return refuse('no-credentials', `Profile ${name} does not say where its credentials come from.`, hint, at);
}
