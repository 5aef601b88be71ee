import { shown } from '../common/text/plain-text.ts';
import type { ConfiguredProfile } from './config-files/model.ts';
import { describeProfile, type DescribedProfile } from './describe-profile.ts';
import { MAX_PROFILES, profileName, type ProfileList } from './model.ts';
import { cut } from './plan/cut.ts';
import type { Environment } from './plan/environment.ts';
import type { ProfileReading } from './ports.ts';

/** How many skipped lines are told, and how long the reason of one may be, in characters. */
const MAX_SKIPPED = 500;
const MAX_REASON = 600;

const UNNAMED = 'the name of this profile is empty, too long, or has characters that cannot be seen';
const TOO_MANY = `there are more than ${MAX_PROFILES} profiles; this one is left out`;

/** The profiles of AWS's files as they are written, and what is left out, each with its line. */
export function listProfiles(
  { config }: Pick<ProfileReading, 'config'>,
  env: Environment,
): { readonly profiles: readonly DescribedProfile[]; readonly skipped: ProfileList['skipped'] } {
  const profiles: DescribedProfile[] = [];
  const left: { readonly one: ConfiguredProfile; readonly why: string }[] = [];
  for (const one of config.profiles.values()) {
    // nobody reads of thousands, and looking at each of their names takes its time
    if (left.length > MAX_SKIPPED) break;
    if (!profileName.safeParse(one.name).success) {
      left.push({ one, why: UNNAMED });
    } else if (profiles.length < MAX_PROFILES) profiles.push(describeProfile(config, one.name, env));
    else left.push({ one, why: TOO_MANY });
  }
  const unlisted = left.flatMap(({ one, why }) => {
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
