import { fail, succeed, type Result } from '../common/result.ts';
import { regionCode } from '../endpoints/model.ts';
import type { AddedSection, ConfigEdit } from '../profiles/ports.ts';
import type { FoundKeys } from './keys-in-text.ts';
import { ROLE_ARN, type ProfileChange, type ProfileRecipes, type SsoSessionRecipe } from './model.ts';

/** What the AWS CLI asks for, and what an `sso-session` needs to be renewed. */
const SCOPES = 'sso:account:access';

/** Settings in the order in which they are written; those that are null are not. */
type Given = readonly (readonly [key: string, value: string | null])[];

/**
 * What a change means for AWS's files.
 *
 * @param known the SSO sessions that are there, by name
 * @param keys the access key that was read, for a change that adds it
 * @returns `invalid-input` for what AWS does not take, or for a session that is there with another start URL
 */
export function editFor(
  change: ProfileChange,
  known: readonly SsoSessionRecipe[],
  keys: FoundKeys | null,
): Result<ConfigEdit> {
  switch (change.kind) {
    case 'sso':
      return addSso(change, known);
    case 'role':
      return addRole(change);
    case 'keys':
      return addKeys(change, keys);
    case 'rename':
    case 'remove':
      return succeed(change);
  }
}

function addSso(
  { sessions, profiles, roles }: ProfileRecipes,
  known: readonly SsoSessionRecipe[],
): Result<ConfigEdit> {
  const names = new Map(known.map(({ name }) => [name, name]));
  const sections: AddedSection[] = [];
  for (const session of sessions) {
    const why = whyNotSession(session);
    if (why !== null) return invalid(why);
    const same = known.find((one) => isSameSession(one, session));
    names.set(session.name, same?.name ?? session.name);
    if (same !== undefined) continue;
    if (known.some(({ name }) => name === session.name)) {
      return fail(
        'invalid-input',
        `There is an SSO session ${session.name} already, with another start URL or region.`,
        {
          hint: 'Give this one another name.',
        },
      );
    }
    sections.push(
      section('sso-session', session.name, [
        ['sso_start_url', session.startUrl],
        ['sso_region', session.region],
        ['sso_registration_scopes', SCOPES],
      ]),
    );
  }
  for (const { name, session, accountId, roleName, region } of profiles) {
    const own = names.get(session);
    if (own === undefined) return invalid(`There is no SSO session ${session}.`);
    sections.push(
      section('profile', name, [
        ['sso_session', own],
        ['sso_account_id', accountId],
        ['sso_role_name', roleName],
        ['region', region],
      ]),
    );
  }
  for (const { name, roleArn, source, region } of roles) {
    sections.push(
      section('profile', name, [
        ['role_arn', roleArn],
        ['source_profile', source],
        ['region', region],
      ]),
    );
  }
  return succeed({ kind: 'add', sections });
}

/** Whether two sessions sign in at the same place. */
export function isSameSession(
  one: Omit<SsoSessionRecipe, 'name'>,
  other: Omit<SsoSessionRecipe, 'name'>,
): boolean {
  const plain = (url: string): string => url.replace(/[#/]+$/, '');
  return plain(one.startUrl) === plain(other.startUrl) && one.region === other.region;
}

function addRole(change: Extract<ProfileChange, { kind: 'role' }>): Result<ConfigEdit> {
  const { name, roleArn, source, mfaSerial, region } = change;
  if (!ROLE_ARN.test(roleArn)) {
    return invalid('The role is not an ARN such as arn:aws:iam::123456789012:role/Name.');
  }
  if (mfaSerial !== null && !/^(arn:aws[a-z-]*:iam::\d{12}:mfa\/[\w+=,.@/-]+|[\w-]{9,})$/.test(mfaSerial)) {
    return invalid('The MFA device is not an ARN such as arn:aws:iam::123456789012:mfa/name.');
  }
  const settings: Given = [
    ['role_arn', roleArn],
    ['source_profile', source],
    ['mfa_serial', mfaSerial],
    ['region', region],
  ];
  return whenRegion(region) ?? succeed({ kind: 'add', sections: [section('profile', name, settings)] });
}

function addKeys(
  { name, accessKeyId, region }: Extract<ProfileChange, { kind: 'keys' }>,
  keys: FoundKeys | null,
): Result<ConfigEdit> {
  if (keys === null) {
    return fail('invalid-input', 'The secret access key is no longer at hand.', {
      hint: 'Copy it again, then press Read from the clipboard.',
    });
  }
  if (!/^[A-Z0-9]{16,128}$/.test(accessKeyId)) {
    return invalid('The access key ID is not one: it has 16 or more capital letters and digits.');
  }
  const secrets: Given = [
    ['aws_access_key_id', accessKeyId],
    ['aws_secret_access_key', keys.secretAccessKey.reveal()],
    ['aws_session_token', keys.sessionToken?.reveal() ?? null],
  ];
  const sections: AddedSection[] = [{ ...section('profile', name, secrets), file: 'credentials' }];
  if (region !== null) sections.push(section('profile', name, [['region', region]]));
  return whenRegion(region) ?? succeed({ kind: 'add', sections });
}

function section(kind: AddedSection['kind'], name: string, given: Given): AddedSection {
  const settings = given.flatMap(([key, value]): [string, string][] =>
    value === null ? [] : [[key, value]],
  );
  return { kind, name, file: 'config', settings };
}

/** Why one cannot sign in there, in words; null where one can try. */
export function whyNotSession({ startUrl, region }: Omit<SsoSessionRecipe, 'name'>): string | null {
  if (!/^https:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[\w./#?=&%~-]*)?$/i.test(startUrl)) {
    return 'The start URL is not an https address such as https://example.awsapps.com/start.';
  }
  return regionCode.safeParse(region).success
    ? null
    : 'The SSO region is not an AWS region code such as eu-west-1.';
}

function whenRegion(region: string | null): Result<never> | null {
  if (region === null || regionCode.safeParse(region).success) return null;
  return invalid('The region is not an AWS region code such as eu-west-1.');
}

function invalid(message: string): Result<never> {
  return fail('invalid-input', message);
}
