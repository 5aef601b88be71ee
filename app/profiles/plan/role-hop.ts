import type { ConfiguredProfile } from '../config-files/model.ts';
import { mfaSerialOf } from './mfa-serial.ts';
import type { MachineSource, Outcome, RoleHop, RoleSource } from './model.ts';
import { given, refuse } from './refuse.ts';
import { optionalText, requiredText, type Owner } from './setting-text.ts';

/** The values of `credential_source`; the AWS CLI takes them in this case only. */
const machineSources: readonly MachineSource[] = ['Environment', 'EcsContainer', 'Ec2InstanceMetadata'];

/** Whether a profile is a role that is assumed with other credentials. */
export function assumesRole({ settings }: ConfiguredProfile): boolean {
  return settings.has('role_arn') && !settings.has('web_identity_token_file');
}

/** The call to STS by which a profile becomes its role. */
export function roleHop({ name, settings }: ConfiguredProfile): Outcome<RoleHop> {
  const owner: Owner = { name: `profile ${name}`, settings };
  const source = sourceOf(owner);
  if (!source.ok) return source;
  const roleArn = requiredText(owner, 'role_arn', 'word');
  if (!roleArn.ok) return roleArn;
  const mfaSerial = settings.has('mfa_serial') ? mfaSerialOf(owner) : given(null);
  if (!mfaSerial.ok) return mfaSerial;
  const externalId = settings.has('external_id') ? requiredText(owner, 'external_id', 'word') : given(null);
  if (!externalId.ok) return externalId;
  const roleSessionName = optionalText(owner, 'role_session_name', 'word');
  if (!roleSessionName.ok) return roleSessionName;
  const duration = optionalText(owner, 'duration_seconds', 'lines');
  return given({
    kind: 'role',
    profile: name,
    source: source.value,
    roleArn: roleArn.value,
    roleSessionName: roleSessionName.value,
    externalId: externalId.value,
    durationSeconds: duration.ok && duration.value !== null ? wholeNumber(duration.value) : null,
    mfaSerial: mfaSerial.value,
  });
}

/**
 * A whole number as Python's `int` takes it.
 *
 * @returns null for any other text, which the AWS CLI passes over
 */
export function wholeNumber(text: string): number | null {
  return /^\s*[+-]?\d+(_\d+)*\s*$/.test(text) ? Number(text.replaceAll('_', '')) : null;
}

function sourceOf(owner: Owner): Outcome<RoleSource> {
  const { settings } = owner;
  const machine = settings.get('credential_source');
  if (machine !== undefined && settings.has('source_profile')) {
    const message = `It is unclear with whose credentials ${owner.name} assumes its role.`;
    return refuse('contradiction', message, 'Remove source_profile or credential_source.', machine);
  }
  if (machine !== undefined) {
    const source = machineSources.find((one) => one === machine.value);
    if (source !== undefined) return given({ kind: 'machine', source });
    const hint = `Write one of ${machineSources.join(', ')}.`;
    return refuse('value-invalid', `The credential_source of ${owner.name} is unknown.`, hint, machine);
  }
  if (!settings.has('source_profile')) {
    const message = `Nothing says with whose credentials ${owner.name} assumes its role.`;
    return refuse('part-missing', message, 'Add source_profile.', settings.get('role_arn'));
  }
  const profile = requiredText(owner, 'source_profile', 'line');
  return profile.ok ? given({ kind: 'profile', profile: profile.value }) : profile;
}
