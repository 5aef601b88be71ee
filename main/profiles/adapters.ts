import pLimit from 'p-limit';
import type { ConfigFile } from '../../app/profiles/config-files/model.ts';
import type { ProfilesModulePorts } from '../../app/profiles/module.ts';
import type { ConfigFileWriter } from '../../app/profiles/ports.ts';
import type { Machine } from '../machine.ts';
import { configPaths } from './config-paths.ts';
import { printProfiles } from './print-profiles.ts';
import { watchLogins } from './watch-logins.ts';
import { configFileWriter } from './write-config-files.ts';

/** How many profiles are checked at once: each may be a program, or some calls to AWS. */
const MAX_CHECKS = 8;

/** What the profiles module needs, on this machine. */
export function profilesAdapters({
  env,
  path,
  aws,
  profileFiles,
  clockMeasured,
}: Machine): ProfilesModulePorts {
  return {
    files: profileFiles,
    writer: writerOnce(path, () => configPaths(env)),
    async print(given, secrets) {
      await path;
      const paths = given ?? configPaths(env);
      return printProfiles(paths, paths, secrets);
    },
    env,
    watchLogins: watchLogins(env),
    limit: pLimit(MAX_CHECKS),
    async load(profile, mfa) {
      // credential_process programs are found on it
      await path;
      return (await aws()).loadCredentials(profileFiles, env)(profile, mfa);
    },
    identify: async (...given) => {
      const { identify, settingsOf } = await aws();
      return identify(settingsOf(profileFiles, env), clockMeasured.tell)(...given);
    },
  };
}

/** What writes AWS's files, where they are once the login shell has said so. */
function writerOnce(
  known: Promise<unknown>,
  paths: () => Readonly<Record<ConfigFile, string>>,
): ConfigFileWriter {
  const writer = known.then(() => configFileWriter(paths()));
  return {
    get paths() {
      return paths();
    },
    read: async () => (await writer).read(),
    write: async (changes) => (await writer).write(changes),
    sweep: async () => (await writer).sweep(),
  };
}
