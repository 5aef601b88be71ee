import { shown } from '../common/text/plain-text.ts';
import { describeProfile, type DescribedProfile } from './describe-profile.ts';
import { MAX_PROFILES, profileName, type ProfileList } from './model.ts';
import { cut } from './plan/cut.ts';
import type { Environment } from './plan/environment.ts';
import type { ProfileReading } from './ports.ts';

/** How many skipped lines are told, and how long the reason of one may be, in characters. */
const MAX_SKIPPED = 500;
const MAX_REASON = 600;

/** The profiles of AWS's files as they are written, and what is left out, each with its line. */
export function listProfiles(
  { config }: Pick<ProfileReading, 'config'>,
  env: Environment,
): { readonly profiles: readonly DescribedProfile[]; readonly skipped: ProfileList['skipped'] } {
  const all = [...config.profiles.values()];
  const named = all.filter(({ name }) => profileName.safeParse(name).success);
  const profiles = named.slice(0, MAX_PROFILES).map(({ name }) => describeProfile(config, name, env));
  const unnamed = all.filter(({ name }) => !profileName.safeParse(name).success);
  const unlisted = [
    ...unnamed.map((one) => ({
      one,
      why: 'the name of this profile is empty, too long, or has characters that cannot be seen',
    })),
    ...named
      .slice(MAX_PROFILES)
      .map((one) => ({ one, why: `there are more than ${MAX_PROFILES} profiles; this one is left out` })),
  ].flatMap(({ one, why }) => {
    const at = one.config ?? one.credentials;
    return at === null ? [] : [{ file: at.file, line: at.line, reason: `line ${at.line}: ${why}` }];
  });
  const skipped = [...config.skipped, ...unlisted].map(({ file, line, reason }) => ({
    file,
    line,
    // the line is quoted as it stands in the file, where anything may stand
    reason: cut(shown(reason), MAX_REASON),
  }));
  const [last] = skipped.slice(MAX_SKIPPED - 1);
  return {
    profiles,
    skipped:
      last === undefined || skipped.length === MAX_SKIPPED
        ? skipped
        : [
            ...skipped.slice(0, MAX_SKIPPED - 1),
            { ...last, reason: `line ${last.line}: there is more like this from here on` },
          ],
  };
}
