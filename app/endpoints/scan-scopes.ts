import type { Profile } from '../profiles/model.ts';
import type { ScanScope } from './ports.ts';
import { regionCode } from './model.ts';

/**
 * Where to look: each profile's own region and the regions that the user has set. A profile that can
 * never have credentials is not asked; a region that is none (a slip in a config file) is not either.
 */
export function scanScopesOf(
  profiles: readonly Pick<Profile, 'name' | 'region' | 'kind'>[],
  regions: readonly string[],
): ScanScope[] {
  return profiles
    .filter(({ kind }) => kind !== 'incomplete')
    .flatMap(({ name, region }) => {
      const all = new Set([...(region === null ? [] : [region]), ...regions]);
      return [...all]
        .filter((code) => regionCode.safeParse(code).success)
        .map((code) => ({ profile: name, region: code }));
    });
}
