import { userInfo } from 'node:os';
import { posix, win32 } from 'node:path';
import type { ConfigFile } from '../../app/profiles/config-files/model.ts';
import { awsHome } from './aws-home.ts';

/** Where the user's folder and those of others are; a port, so that tests need no other account. */
export interface Homes {
  readonly own: string;
  readonly user: string;
}

/** This account's home folder, as the AWS CLI has it, and name. */
function homesIn(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Homes {
  const own = awsHome(env, platform);
  if (platform === 'win32') return { own, user: env['USERNAME'] ?? '' };
  try {
    return { own, user: userInfo().username };
  } catch {
    // an account that the system does not list has no name
    return { own, user: '' };
  }
}

/**
 * Where AWS's shared config files are. Variables and `~` in `AWS_CONFIG_FILE` and
 * `AWS_SHARED_CREDENTIALS_FILE` are put in as the AWS CLI does it; an empty variable counts as none.
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html
 */
export function configPaths(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
  homes: Homes = homesIn(env, platform),
): Record<ConfigFile, string> {
  const { join } = platform === 'win32' ? win32 : posix;
  const path = (given: string | undefined, name: string): string =>
    given === undefined || given === ''
      ? join(homes.own, '.aws', name)
      : expandHome(expandVariables(given, env, platform), homes, platform);
  return {
    config: path(env['AWS_CONFIG_FILE'], 'config'),
    credentials: path(env['AWS_SHARED_CREDENTIALS_FILE'], 'credentials'),
  };
}

/**
 * `$NAME` and `${NAME}`; a name that is not set stays as it is. On Windows also `%NAME%`, and single quotes, `$$` and
 * `%%` keep what has a meaning otherwise (Python's `posixpath.expandvars` and `ntpath.expandvars`).
 */
function expandVariables(path: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const pattern =
    platform === 'win32'
      ? /'[^']*(?:'|$)|(\$\$|%%)|\$([\w-]+)|\$\{([^}]*)\}|%([^%]+)%/g
      : /(?!)()|\$(\w+)|\$\{([^}]*)\}/g;
  return path.replaceAll(
    pattern,
    (whole, doubled?: string, plain?: string, braced?: string, percent?: string) =>
      doubled?.charAt(0) ?? env[plain ?? braced ?? percent ?? ''] ?? whole,
  );
}

/** `~` is the own home folder and `~name` the one of that account beside it (Python's `expanduser`). */
function expandHome(path: string, { own, user }: Homes, platform: NodeJS.Platform): string {
  const isWindows = platform === 'win32';
  const { basename, dirname, join } = isWindows ? win32 : posix;
  const found = (isWindows ? /^~([^/\\]*)(.*)$/s : /^~([^/]*)(.*)$/s).exec(path);
  if (found === null) return path;
  const [, name = '', rest = ''] = found;
  if (name === '' || name === user) return `${own}${rest}`;
  // a home folder of another name says nothing of where others are
  return isWindows && basename(own) !== user ? path : `${join(dirname(own), name)}${rest}`;
}
