import type { Profile } from '../profiles/model.ts';
import type { Settings } from '../settings/model.ts';
import { partitionNamed, partitionOfRegion, regionCode, type Partition } from './model.ts';
import type { ScanScope } from './ports.ts';

/** What says where to look. */
export interface ScopeChoice extends Pick<Settings, 'regions' | 'scanScopes'> {
  /** The regions that a profile's account has enabled; null where AWS has not said. */
  readonly enabledRegions: (profile: string) => readonly string[] | null;
}

type Scoped = Pick<Profile, 'name' | 'region' | 'kind'> & Partial<Pick<Profile, 'identity'>>;

/**
 * Where to look: each profile's own region and the regions that the user has set for all, or what was chosen for this
 * profile. A profile that can never have credentials is not asked; a region that is none (a slip in a config file), or
 * one of another partition, where its credentials are nothing, is not either.
 */
export function scanScopesOf(profiles: readonly Scoped[], choice: ScopeChoice): ScanScope[] {
  return profiles
    .filter(({ kind }) => kind !== 'incomplete')
    .flatMap((profile) => {
      const own = partitionOfProfile(profile);
      return [...new Set(regionsFor(profile, choice))]
        .filter((code) => regionCode.safeParse(code).success)
        .filter((code) => own === null || partitionOfRegion(code) === own)
        .map((region) => ({ profile: profile.name, region }));
    });
}

function regionsFor(
  { name, region }: Scoped,
  { regions, scanScopes, enabledRegions }: ScopeChoice,
): readonly string[] {
  const own = region === null ? [] : [region];
  const chosen = scanScopes[name];
  if (chosen === undefined) return [...own, ...regions];
  return chosen === 'all' ? [...own, ...(enabledRegions(name) ?? [])] : chosen;
}

/** The partition that a profile's credentials are for; null where nothing says so yet. */
export function partitionOfProfile({
  identity,
  region,
}: Pick<Scoped, 'identity' | 'region'>): Partition | null {
  const named = partitionNamed(identity?.arn.split(':')[1] ?? '');
  if (named !== null) return named;
  return region !== null && regionCode.safeParse(region).success ? partitionOfRegion(region) : null;
}
