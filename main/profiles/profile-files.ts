import { readFile } from 'node:fs/promises';
import { unwatchFile, watchFile, type Stats } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';
import { fail, type Failure } from '../../app/common/result.ts';
import type { ProfileSection } from '../../app/profiles/model.ts';
import type { ProfileFiles, ProfileReading } from '../../app/profiles/ports.ts';

/** How often the files' times are looked at, in milliseconds. */
const POLL_MS = 2_000;

/** How long to wait for a second file that is written with the first, in milliseconds. */
const BURST_MS = 100;

/**
 * AWS's shared config files, read by AWS's own parser.
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html
 *
 * @param env `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` move the files; `AWS_PROFILE` comes first in the list
 */
export function profileFiles(env: NodeJS.ProcessEnv): ProfileFiles {
  const filepath = pathOf(env['AWS_SHARED_CREDENTIALS_FILE'], 'credentials');
  const configFilepath = pathOf(env['AWS_CONFIG_FILE'], 'config');
  const paths = [configFilepath, filepath];

  async function read(): Promise<ProfileReading> {
    const looked = await Promise.all(paths.map(look));
    const files = looked.map(({ path, found }) => ({ path, found }));
    const error = looked.find((one) => one.error !== null)?.error ?? null;
    try {
      const loaded = await loadSharedConfigFiles({ filepath, configFilepath, ignoreCache: true });
      return { sections: merge(loaded.configFile, loaded.credentialsFile, env['AWS_PROFILE']), files, error };
    } catch (cause) {
      return { sections: [], files, error: error ?? unreadable(paths.join(' or '), cause) };
    }
  }

  return {
    read,
    // Looking at the files' times also works for files that do not exist yet, are replaced as a whole, or
    // lie on a network drive, where a system's own change notices often do not.
    watch(onChange) {
      let timer: NodeJS.Timeout | undefined;
      const look = (now: Stats, before: Stats): void => {
        // a file that is not there is also reported once, at the first look
        if (now.mtimeMs === before.mtimeMs && now.size === before.size && now.ino === before.ino) return;
        clearTimeout(timer);
        timer = setTimeout(onChange, BURST_MS);
      };
      for (const path of paths) watchFile(path, { interval: POLL_MS, persistent: false }, look);
      return () => {
        clearTimeout(timer);
        for (const path of paths) unwatchFile(path, look);
      };
    },
  };
}

/** Where a file is; an empty variable counts as none and `~/` is the home folder, as in AWS's own parser. */
function pathOf(given: string | undefined, name: string): string {
  if (given === undefined || given === '') return join(homedir(), '.aws', name);
  return given.startsWith('~/') ? join(homedir(), given.slice(2)) : given;
}

async function look(path: string): Promise<{ path: string; found: boolean; error: Failure | null }> {
  try {
    await readFile(path);
    return { path, found: true, error: null };
  } catch (cause) {
    const absent = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    return { path, found: !absent, error: absent ? null : unreadable(path, cause) };
  }
}

function unreadable(path: string, cause: unknown): Failure {
  const why = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return fail('file-unreadable', `${path} could not be read${why}.`, {
    hint: 'Look at its permissions and its form. Latchkey reads it again when it changes.',
  }).error;
}

type Sections = Awaited<ReturnType<typeof loadSharedConfigFiles>>['configFile'];

/** What AWS's parser makes of `[sso-session NAME]` and `[services NAME]`, which are not profiles. */
const otherSections = /^(sso-session|services)\./;

function merge(
  config: Sections,
  credentials: Sections,
  first: string | undefined,
): ProfileReading['sections'] {
  const names = new Set(
    [...Object.keys(config), ...Object.keys(credentials)].filter((name) => !otherSections.test(name)),
  );
  const ordered = [...names].toSorted((a, b) => Number(b === first) - Number(a === first));
  return ordered.map((name) => {
    const section: ProfileSection = { ...config[name], ...credentials[name] };
    return { name, section };
  });
}
