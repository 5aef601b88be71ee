import type { ProfilesModulePorts } from '../../app/profiles/module.ts';
import type { Machine } from '../machine.ts';
import { profileFiles } from './profile-files.ts';

/** What the profiles module needs, on this machine. */
export function profilesAdapters({ env, path, aws }: Machine): ProfilesModulePorts {
  const files = profileFiles(env);
  const defaultRegion = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? null;
  return {
    files,
    defaultRegion,
    async load(profile) {
      await path;
      return (await aws()).loadCredentials(files, defaultRegion)(profile);
    },
    identify: async (...given) => (await aws()).identify(...given),
  };
}
