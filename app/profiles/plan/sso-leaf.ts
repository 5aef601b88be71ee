import type { AwsConfig, SettingValue } from '../config-files/model.ts';
import type { SsoTarget } from '../model.ts';
import type { Leaf, Outcome } from './model.ts';
import { given, refuse, refuseFaulty } from './refuse.ts';
import { requiredRegion } from './region.ts';
import { optionalText, requiredText, type Owner } from './setting-text.ts';

/** A role in IAM Identity Center: through an `sso-session`, or as the profile itself says (the older form). */
export function ssoLeaf(config: AwsConfig, profile: string, owner: Owner): Outcome<Leaf> {
  const session = sessionName(owner);
  if (!session.ok) return session;
  // a session says by itself where to sign in: the AWS CLI does not complete it from a profile
  const portal = session.value === null ? given(owner) : sessionOf(config, owner, session.value);
  if (!portal.ok) return portal;
  const target = targetOf(portal.value, session.value);
  if (!target.ok) return target;
  const accountId = requiredText(owner, 'sso_account_id', 'word');
  if (!accountId.ok) return accountId;
  const roleName = requiredText(owner, 'sso_role_name', 'word');
  if (!roleName.ok) return roleName;
  return given({
    kind: 'sso',
    profile,
    ...target.value,
    accountId: accountId.value,
    roleName: roleName.value,
  });
}

/** Where an `sso-session` signs in. */
export function ssoTargetOf(config: AwsConfig, name: string): Outcome<SsoTarget> {
  const section = config.ssoSessions.get(name);
  if (section === undefined) {
    return refuse(
      'reference-missing',
      `The SSO session ${name} is not there.`,
      'Refresh the profiles.',
      null,
    );
  }
  if (section.fault !== null) return refuseFaulty(`SSO session ${name}`, section.fault);
  return targetOf({ name: `SSO session ${name}`, settings: section.settings }, name);
}

function targetOf(portal: Owner, session: string | null): Outcome<SsoTarget> {
  const startUrl = requiredText(portal, 'sso_start_url', 'word');
  if (!startUrl.ok) return startUrl;
  const region = requiredRegion(portal, 'sso_region');
  if (!region.ok) return region;
  const scopes = optionalText(portal, 'sso_registration_scopes', 'line');
  if (!scopes.ok) return scopes;
  return given({ session, startUrl: startUrl.value, region: region.value, scopes: scopes.value });
}

function sessionName(owner: Owner): Outcome<string | null> {
  return owner.settings.has('sso_session') ? requiredText(owner, 'sso_session', 'line') : given(null);
}

/** The session that a profile names. What both say has to be the same, as with the AWS CLI. */
function sessionOf(config: AwsConfig, owner: Owner, name: string): Outcome<Owner> {
  const section = config.ssoSessions.get(name);
  const named = owner.settings.get('sso_session');
  if (section === undefined) {
    const message = `The SSO session ${name} of ${owner.name} is not there.`;
    return refuse('reference-missing', message, `Add [sso-session ${name}], or correct sso_session.`, named);
  }
  if (section.fault !== null) return refuseFaulty(`SSO session ${name}`, section.fault);
  for (const [key, { value }] of section.settings) {
    const own = owner.settings.get(key);
    if (own !== undefined && !same(own.value, value)) {
      const message = `${key} of ${owner.name} is not that of its SSO session ${name}.`;
      return refuse('contradiction', message, `Remove ${key} from the profile, or correct it.`, own);
    }
  }
  return given({ name: `SSO session ${name}`, settings: section.settings });
}

function same(one: SettingValue, other: SettingValue): boolean {
  if (typeof one === 'string' || typeof other === 'string') return one === other;
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);
}
