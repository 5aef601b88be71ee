import type { Result } from '../common/result.ts';
import type { Credentials } from '../profiles/model.ts';
import { regionCode, regionsOf, type Partition } from './model.ts';
import type { ScanScope } from './ports.ts';

/**
 * Asks AWS which regions an account has enabled, of one that the profile knows.
 *
 * @returns `access-denied` where nobody may ask, and what else an AWS call fails with
 */
export type AskEnabledRegions = (
  at: ScanScope,
  credentials: Credentials,
) => Promise<Result<readonly string[]>>;

/** What the enabled regions are found out with. */
export interface EnabledRegionsPorts {
  readonly ask: AskEnabledRegions;
  readonly credentials: (profile: string) => Promise<Result<Credentials>>;
}

/** Where a profile is asked. */
export interface AskedProfile {
  readonly profile: string;
  readonly partition: Partition;
  /** A region that it surely has. */
  readonly region: string;
}

/** How many regions one profile may be scanned in. */
const MAX_REGIONS = 64;

/** Makes what knows which regions the accounts of profiles have enabled. */
export function createEnabledRegions({ ask, credentials }: EnabledRegionsPorts) {
  const known = new Map<string, readonly string[]>();
  return {
    /** What was found out in this run; null before that. */
    of: (profile: string): readonly string[] | null => known.get(profile) ?? null,
    /**
     * Finds out. Where nobody may ask, all regions of the partition are taken, of which some may not be enabled; where
     * AWS cannot be reached, what is known stays.
     */
    async learn({ profile, partition, region }: AskedProfile): Promise<void> {
      const found = await credentials(profile);
      if (!found.ok) return;
      const said = await ask({ profile, region }, found.value);
      if (said.ok) {
        const regions = said.value.filter((code) => regionCode.safeParse(code).success);
        known.set(profile, regions.slice(0, MAX_REGIONS));
      } else if (said.error.code === 'access-denied') {
        known.set(profile, regionsOf(partition));
      }
    },
  };
}
