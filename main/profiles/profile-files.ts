import { stat } from 'node:fs/promises';
import { unwatchFile, watchFile, type Stats } from 'node:fs';
import { fail, type Failure } from '../../app/common/result.ts';
import type { AwsConfig, ConfigFile } from '../../app/profiles/config-files/model.ts';
import type { ProfileFiles, ProfileReading } from '../../app/profiles/ports.ts';
import { configPaths } from './config-paths.ts';
import { nothingConfirmed, type ConfirmedAddresses } from './confirmed-addresses.ts';
import { readConfigFiles, type LookedAt } from './read-config-files.ts';

/** How often the files' times are looked at, in milliseconds. */
const POLL_MS = 2_000;

/** How long to wait for a second file that is written with the first, in milliseconds. */
const BURST_MS = 100;

/** How often files that are written while they are read are read again. */
const MAX_READ_AGAIN = 3;

/**
 * A file that was written less than this before it was read, in milliseconds, is read again: it may be written
 * once more without its time telling (FAT counts in two seconds).
 */
const FRESH_MS = 3_000;

/**
 * AWS's shared config files, as the AWS CLI reads them. What was read is kept until a file's time, size or
 * number changes; who asks while they are read gets the same reading.
 *
 * @param env `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` move the files; `AWS_PROFILE` comes first in the list
 * @param confirmed the addresses that a person has allowed
 * @param paths of the files, as soon as they are known
 */
export function profileFiles(
  env: NodeJS.ProcessEnv,
  confirmed: ConfirmedAddresses = nothingConfirmed,
  paths: Paths | Promise<Paths> = configPaths(env),
): ProfileFiles {
  let kept: { readonly stamp: string; readonly reading: ProfileReading } | null = null;
  let pending: Promise<ProfileReading> | null = null;

  async function read(): Promise<ProfileReading> {
    const known = await paths;
    const watched = [known.config, known.credentials];
    const startedAt = Date.now();
    let stamps = await stampsOf(watched);
    if (kept?.stamp === textOf(stamps)) return kept.reading;
    let { config, files } = await readConfigFiles(known);
    // one that was written meanwhile may have been read in halves
    for (let left = MAX_READ_AGAIN; left > 0; left -= 1) {
      const now = await stampsOf(watched);
      if (textOf(now) === textOf(stamps)) break;
      stamps = now;
      ({ config, files } = await readConfigFiles(known));
    }
    const reading: ProfileReading = {
      config: {
        ...config,
        profiles: firstOf(config.profiles, env['AWS_PROFILE']),
        confirmed: await confirmed.keys(),
      },
      files: [files.config, files.credentials].map(({ path, found }) => ({ path, found })),
      error: errorOf(files.config) ?? errorOf(files.credentials),
    };
    const isSettled = stamps.every(({ changedAt }) => startedAt - changedAt > FRESH_MS);
    kept = isSettled ? { stamp: textOf(stamps), reading } : null;
    return reading;
  }

  return {
    read() {
      pending ??= read().finally(() => {
        pending = null;
      });
      return pending;
    },
    async confirm(profile, addresses) {
      const added = await confirmed.add(profile, addresses);
      // what is being read now knows nothing of it
      await pending;
      kept = null;
      return added;
    },
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
      let watched: readonly string[] = [];
      let isStopped = false;
      void Promise.resolve(paths).then(({ config, credentials }) => {
        if (isStopped) return;
        watched = [config, credentials];
        for (const path of watched) watchFile(path, { interval: POLL_MS, persistent: false }, look);
      });
      return () => {
        isStopped = true;
        clearTimeout(timer);
        for (const path of watched) unwatchFile(path, look);
      };
    },
  };
}

type Paths = Readonly<Record<ConfigFile, string>>;

interface Stamp {
  readonly text: string;
  readonly changedAt: number;
}

function stampsOf(paths: readonly string[]): Promise<readonly Stamp[]> {
  return Promise.all(paths.map(stampOf));
}

function textOf(stamps: readonly Stamp[]): string {
  return stamps.map(({ text }) => text).join('\n');
}

/** What tells one state of a file from another, and when it last changed in milliseconds since the epoch. */
async function stampOf(path: string): Promise<Stamp> {
  try {
    const { dev, ino, size, mtimeMs, ctimeMs } = await stat(path);
    return { text: [dev, ino, size, mtimeMs, ctimeMs].join(' '), changedAt: Math.max(mtimeMs, ctimeMs) };
  } catch {
    return { text: 'absent', changedAt: Number.NEGATIVE_INFINITY };
  }
}

function errorOf({ path, error }: LookedAt): Failure | null {
  if (error === null) return null;
  return fail('file-unreadable', `${path} ${error.replace(/^it /, '')}.`, {
    hint: 'Look at its permissions and its form. Latchkey reads it again when it changes.',
  }).error;
}

/** The profiles with the one that the environment names before the others. */
function firstOf(profiles: AwsConfig['profiles'], first: string | undefined): AwsConfig['profiles'] {
  return new Map([...profiles].toSorted(([a], [b]) => Number(b === first) - Number(a === first)));
}
