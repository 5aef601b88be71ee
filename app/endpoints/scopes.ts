import type { Profile } from '../profiles/model.ts';
import type { Settings } from '../settings/model.ts';
import type { createEnabledRegions } from './enabled-regions.ts';
import { partitionOfRegion, regionsOf, type Scan } from './model.ts';
import type { ScanScope } from './ports.ts';
import { partitionOfProfile, scanScopesOf } from './scan-scopes.ts';

/** What the scopes are made from. */
export interface ScopesPorts {
  readonly profiles: () => readonly Profile[];
  readonly settings: () => Pick<Settings, 'regions' | 'scanScopes'>;
  /** What is on show. */
  readonly scans: () => readonly Pick<Scan, 'profile' | 'region'>[];
  readonly enabled: ReturnType<typeof createEnabledRegions>;
}

/** What scans scopes. */
interface Scanner {
  scanAll(): Promise<void>;
  scanProfile(profile: string): Promise<void>;
  scanOne(scope: ScanScope): Promise<void>;
}

/** Makes what says where to look, as profiles, settings and AWS say it now. */
export function createScopes({ profiles, settings, scans, enabled }: ScopesPorts) {
  /** Until AWS has said it in this run, the regions that are on show are the enabled ones. */
  const regionsOnShow = (profile: string): readonly string[] =>
    scans().flatMap((scan) => (scan.profile === profile ? [scan.region] : []));

  const all = (): ScanScope[] =>
    scanScopesOf(profiles(), {
      ...settings(),
      enabledRegions: (profile) => enabled.of(profile) ?? regionsOnShow(profile),
    });

  /** Has AWS say which regions are enabled, for those profiles that are looked into in all of them. */
  async function learn(isWanted: (profile: string) => boolean): Promise<void> {
    const { scanScopes } = settings();
    const wanted = profiles().filter(({ name }) => scanScopes[name] === 'all' && isWanted(name));
    await Promise.all(wanted.map((profile) => enabled.learn(askedAt(profile))));
  }

  /** What is known is scanned at once, and what AWS names beside it when it has. */
  async function scanning(scanner: Scanner, scan: Promise<void>, isWanted: (profile: string) => boolean) {
    const key = ({ profile, region }: ScanScope): string => `${profile}\n${region}`;
    const before = new Set(all().map(key));
    await learn(isWanted);
    const added = all().filter((scope) => isWanted(scope.profile) && !before.has(key(scope)));
    await Promise.all([scan, ...added.map((scope) => scanner.scanOne(scope))]);
  }

  return {
    /** Every profile and region to look into. */
    all,
    /** Scans in which AWS is asked anew which regions there are. */
    scanning: (scanner: Scanner) => ({
      scanAll: (): Promise<void> => scanning(scanner, scanner.scanAll(), () => true),
      scanProfile: (profile: string): Promise<void> =>
        scanning(scanner, scanner.scanProfile(profile), (one) => one === profile),
    }),
  };
}

/** Where AWS is asked with a profile what is the same in all regions. */
export function askedAt(profile: Profile): {
  profile: string;
  partition: ReturnType<typeof partitionOfRegion>;
  region: string;
} {
  const partition = partitionOfProfile(profile) ?? 'aws';
  const { name, region } = profile;
  const own = region !== null && partitionOfRegion(region) === partition ? region : null;
  return { profile: name, partition, region: own ?? regionsOf(partition)[0] ?? 'us-east-1' };
}
