import type { AwsConfig } from './config-files/model.ts';
import type { Environment } from './plan/environment.ts';
import { resolveProfile } from './plan/resolve-profile.ts';

/** A profile that is a role in IAM Identity Center, and nothing behind it. */
export interface SsoProfile {
  readonly name: string;
  /** Null where the profile itself says where to sign in (the older form). */
  readonly session: string | null;
  readonly startUrl: string;
  readonly ssoRegion: string;
  readonly accountId: string;
  readonly roleName: string;
  /** Its own `region`; null where it names none. */
  readonly region: string | null;
}

/** The profiles of AWS's files that are a role in IAM Identity Center; those that cannot be used are left out. */
export function ssoProfiles(config: AwsConfig, env: Environment): SsoProfile[] {
  return [...config.profiles].flatMap(([name, { settings }]): SsoProfile[] => {
    const resolved = resolveProfile(config, name, env);
    if (!resolved.ok) return [];
    const { leaf, hops } = resolved.value.plan;
    if (leaf.kind !== 'sso' || leaf.profile !== name || hops.length > 0) return [];
    const region = settings.get('region')?.value;
    return [
      {
        name,
        session: leaf.session,
        startUrl: leaf.startUrl,
        ssoRegion: leaf.region,
        accountId: leaf.accountId,
        roleName: leaf.roleName,
        region: typeof region === 'string' ? region : null,
      },
    ];
  });
}

/** A profile that is a role which a profile of IAM Identity Center assumes, or another such role. */
export interface AssumedProfile {
  readonly name: string;
  readonly roleArn: string;
  /** The profile that assumes it. */
  readonly source: string;
  /** Its own `region`; null where it names none. */
  readonly region: string | null;
}

/**
 * The profiles of AWS's files that are assumed with a sign-in to IAM Identity Center at the end of the chain. Those that
 * take an MFA device or an external ID on the way are somebody's own, and left out.
 */
export function assumedProfiles(config: AwsConfig, env: Environment): AssumedProfile[] {
  return [...config.profiles].flatMap(([name, { settings }]): AssumedProfile[] => {
    const resolved = resolveProfile(config, name, env);
    if (!resolved.ok) return [];
    const { leaf, hops } = resolved.value.plan;
    const isOwn = hops.some(
      (hop) => hop.mfaSerial !== null || hop.kind !== 'role' || hop.externalId !== null,
    );
    const last = hops.at(-1);
    if (leaf.kind !== 'sso' || isOwn || last?.kind !== 'role' || last.source.kind !== 'profile') return [];
    const region = settings.get('region')?.value;
    return [
      {
        name,
        roleArn: last.roleArn,
        source: last.source.profile,
        region: typeof region === 'string' ? region : null,
      },
    ];
  });
}

/** An `sso-session` of AWS's config file. */
export interface ConfiguredSession {
  readonly name: string;
  readonly startUrl: string;
  readonly region: string;
  /** Separated by commas; null for AWS's own choice. */
  readonly scopes: string | null;
}

/** The SSO sessions of AWS's files that say where to sign in. */
export function configuredSessions({ ssoSessions }: AwsConfig): ConfiguredSession[] {
  return [...ssoSessions].flatMap(([name, { settings, fault }]): ConfiguredSession[] => {
    const text = (key: string): string | null => {
      const value = settings.get(key)?.value;
      return typeof value === 'string' && value !== '' ? value : null;
    };
    const [startUrl, region] = [text('sso_start_url'), text('sso_region')];
    if (fault !== null || startUrl === null || region === null) return [];
    return [{ name, startUrl, region, scopes: text('sso_registration_scopes') }];
  });
}
