import { homedir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import type { ConfigFile } from '../../app/profiles/config-files/model.ts';

/** Where the user's folder and those of others are; a port, so that tests need no other account. */
export interface Homes {
  readonly own: string;
  readonly user: string;
}

/** This account's home folder and name. */
function theseHomes(): Homes {
  return { own: homedir(), user: userInfo().username };
}

/**
 * Where AWS's shared config files are. Variables and `~` in `AWS_CONFIG_FILE` and
 * `AWS_SHARED_CREDENTIALS_FILE` are put in as the AWS CLI does it; an empty variable counts as none.
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html
 */
export function configPaths(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
  homes: Homes = theseHomes(),
): Record<ConfigFile, string> {
  const path = (given: string | undefined, name: string): string =>
    given === undefined || given === ''
      ? join(homes.own, '.aws', name)
      : expandHome(expandVariables(given, env, platform), homes, platform);
  return {
    config: path(env['AWS_CONFIG_FILE'], 'config'),
    credentials: path(env['AWS_SHARED_CREDENTIALS_FILE'], 'credentials'),
  };
}

/** `$NAME` and `${NAME}`, on Windows also `%NAME%`; a name that is not set stays as it is (Python's `expandvars`). */
function expandVariables(path: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const pattern = platform === 'win32' ? /\$(\w+)|\$\{([^}]*)\}|%([^%]+)%/gu : /\$(\w+)|\$\{([^}]*)\}/gu;
  return path.replaceAll(pattern, (whole, plain?: string, braced?: string, percent?: string) => {
    const name = plain ?? braced ?? percent ?? '';
    return env[name] ?? whole;
  });
}

/** `~` is the own home folder and `~name` the one of that account beside it (Python's `expanduser`). */
function expandHome(path: string, { own, user }: Homes, platform: NodeJS.Platform): string {
  const found = (platform === 'win32' ? /^~([^/\\]*)(.*)$/s : /^~([^/]*)(.*)$/s).exec(path);
  if (found === null) return path;
  const [, name = '', rest = ''] = found;
  const home = name === '' || name === user ? own : join(dirname(own), name);
  return `${home}${rest}`;
}
