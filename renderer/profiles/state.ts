import type { ProfileList } from '../../app/profiles/model.ts';

/** AWS profiles as main says they are. */
export interface ProfilesState {
  readonly profiles: ProfileList;
}

/** No profiles, before main has answered. */
export const profilesState: ProfilesState = {
  profiles: { profiles: [], files: [], skipped: [], error: null },
};
