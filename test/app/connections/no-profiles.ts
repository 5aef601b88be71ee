import type { ConnectionsPorts } from '../../../app/connections/service.ts';

/** A machine without AWS profiles, as the saved connections ask for them. */
export const noProfiles: ConnectionsPorts['profiles'] = {
  list: () => ({ profiles: [], files: [], skipped: [], error: null }),
  ssoProfiles: async () => [],
  assumedProfiles: async () => [],
};
