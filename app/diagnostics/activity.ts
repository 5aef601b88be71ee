import type { Clock } from '../common/clock.ts';
import type { Log } from '../common/log.ts';
import type { Scan } from '../endpoints/model.ts';
import type { Gateway } from '../gateway/model.ts';
import type { Profile, ProfileState } from '../profiles/model.ts';

/** What the log of activity needs. */
export interface ActivityPorts {
  /** The log of one module. */
  readonly log: (module: string) => Log;
  readonly clock: Pick<Clock, 'now'>;
}

/** Follows what the modules tell, and writes what has become different to the log: names and codes, no content. */
export function createActivity({ log, clock }: ActivityPorts) {
  return {
    profilesChanged: followProfiles(log('profiles')),
    scanned: followScans(log('endpoints'), clock),
    gatewaysChanged: followGateways(log('gateway')),
  };
}

/** One line for each profile that can be used from now on, or no more. */
function followProfiles(log: Log) {
  let known = new Map<string, ProfileState>();
  return (profiles: readonly Pick<Profile, 'name' | 'state'>[]): void => {
    const now = new Map<string, ProfileState>();
    for (const { name, state } of profiles) {
      const before = known.get(name);
      // a profile that is looked at has no new state yet
      if (state.status === 'checking') {
        if (before !== undefined) now.set(name, before);
        continue;
      }
      now.set(name, state);
      const fields = { profile: name, ...fieldsOf(state) };
      if (before === undefined || outcomeOf(before) !== outcomeOf(state)) log.info('sign-in state', fields);
      else if (endOf(before) !== endOf(state)) log.debug('credentials renewed', fields);
    }
    known = now;
  };
}

function outcomeOf(state: ProfileState): string {
  return state.status === 'unusable' ? state.error.code : state.status;
}

function endOf(state: ProfileState): string | null {
  if (state.status !== 'usable') return null;
  const { expiry } = state;
  return expiry.kind === 'at' ? new Date(expiry.time).toISOString() : expiry.kind;
}

function fieldsOf(
  state: ProfileState,
): { state: string; code: string } | { state: string; expires: string | null } {
  return state.status === 'unusable'
    ? { state: state.status, code: state.error.code }
    : { state: state.status, expires: endOf(state) };
}

/** One line for each scan that is over. */
function followScans(log: Log, clock: Pick<Clock, 'now'>) {
  const begun = new Map<string, { readonly at: number; readonly finishedBefore: number | null }>();
  return ({ profile, region, status, endpoints, problems, finishedAt }: Scan): void => {
    const key = `${profile}\n${region}`;
    const run = begun.get(key);
    if (status === 'scanning') {
      if (run !== undefined) return;
      begun.set(key, { at: clock.now(), finishedBefore: finishedAt });
      return log.debug('scan begins', { profile, region });
    }
    begun.delete(key);
    // what stays on show of an earlier scan is no scan
    if (run === undefined || finishedAt === run.finishedBefore) return;
    const codes = [...new Set(problems.map(({ error }) => error.code))];
    log.info('scanned', {
      profile,
      region,
      code: codes.length === 0 ? 'ok' : codes.join('+'),
      endpoints: endpoints.length,
      ms: clock.now() - run.at,
    });
  };
}

/** One line for each gateway that listens from now on, or no more. */
function followGateways(log: Log) {
  const known = new Map<string, string>();
  return (gateways: readonly Pick<Gateway, 'connectionId' | 'port' | 'state' | 'error'>[]): void => {
    for (const { connectionId, port, state, error } of gateways) {
      const before = known.get(connectionId) ?? 'stopped';
      const now = error === null ? state : `${state} ${error.code}`;
      known.set(connectionId, now);
      if (now === before) continue;
      const fields = { connection: connectionId, port, state };
      if (state === 'starting') log.debug('gateway', fields);
      else log.info('gateway', error === null ? fields : { ...fields, code: error.code });
    }
  };
}
