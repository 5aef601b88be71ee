import type { Clock } from '../common/clock.ts';
import { fail, type Result } from '../common/result.ts';
import type { Urgency } from './calls.ts';

/** How many requests may be under way: AWS throttles by account and region, and one region's silence must not stop the rest. */
export interface SlotLimits {
  readonly total: number;
  readonly perRegion: number;
  /** Of one account in one region. */
  readonly perLane: number;
}

/** The usual limits. */
export const SLOT_LIMITS: SlotLimits = { total: 128, perRegion: 32, perLane: 4 };

/** How long a lane rests after it was throttled, in milliseconds; twice as long each time, up to the longest. */
const PAUSE_MS = 500;
const MAX_PAUSE_MS = 8_000;
/** How often it is looked whether a lane has rested, in milliseconds. */
const POLL_MS = 100;
/** So many requests of a region without any answer in between, and those that wait are not sent. */
const SILENT_AFTER = 8;

/** Whose request it is. */
export interface Turn {
  /** Who is throttled: an account, or a profile whose account is not known. */
  readonly account: string;
  readonly region: string;
  readonly urgency: Urgency;
}

interface Task {
  start(): void;
  giveUp(): void;
}

/** The requests of one account in one region. */
interface Lane {
  readonly waiting: Readonly<Record<Urgency, Task[]>>;
  running: number;
  limit: number;
  pauseMs: number;
  pausedUntil: number;
}

interface Region {
  readonly lanes: Map<string, Lane>;
  readonly waiting: Record<Urgency, number>;
  running: number;
  /** Requests in a row that were not answered. */
  missed: number;
}

const order: readonly Urgency[] = ['first', 'later'];

/**
 * Lets requests run, many at once over many accounts and regions and few within one, the urgent ones first and each
 * region in its turn. A lane that is throttled rests and then runs fewer at once. Where a region answers nobody, who
 * waits for it is told so without being sent.
 */
export function createSlots(clock: Pick<Clock, 'now' | 'every'>, limits: SlotLimits = SLOT_LIMITS) {
  const regions = new Map<string, Region>();
  let running = 0;
  let stopPolling: (() => void) | null = null;

  function regionOf(name: string): Region {
    const known = regions.get(name);
    if (known !== undefined) return known;
    const made: Region = { lanes: new Map(), waiting: { first: 0, later: 0 }, running: 0, missed: 0 };
    regions.set(name, made);
    return made;
  }

  function laneOf(region: Region, account: string): Lane {
    const known = region.lanes.get(account);
    if (known !== undefined) return known;
    const waiting = { first: [], later: [] };
    const made: Lane = { waiting, running: 0, limit: limits.perLane, pauseMs: 0, pausedUntil: 0 };
    region.lanes.set(account, made);
    return made;
  }

  /** The next task whose turn it is; whoever is served goes to the end. */
  function take(urgency: Urgency): Task | null {
    const now = clock.now();
    for (const [name, region] of regions) {
      if (region.waiting[urgency] === 0 || region.running >= limits.perRegion) continue;
      for (const [account, lane] of region.lanes) {
        if (lane.running >= lane.limit || lane.pausedUntil > now) continue;
        const task = lane.waiting[urgency].shift();
        if (task === undefined) continue;
        region.waiting[urgency] -= 1;
        regions.delete(name);
        regions.set(name, region);
        region.lanes.delete(account);
        region.lanes.set(account, lane);
        return task;
      }
    }
    return null;
  }

  function startWhatMay(): void {
    for (const urgency of order) {
      while (running < limits.total) {
        const task = take(urgency);
        if (task === null) break;
        task.start();
      }
    }
  }

  /** Looks now and then while a lane rests that has something to do. */
  function pollWhileResting(): void {
    stopPolling ??= clock.every(POLL_MS, () => {
      startWhatMay();
      const now = clock.now();
      const isResting = [...regions.values()].some(({ lanes }) =>
        [...lanes.values()].some((lane) => lane.pausedUntil > now && isWaiting(lane)),
      );
      if (isResting) return;
      stopPolling?.();
      stopPolling = null;
    });
  }

  function learn<T>(region: Region, lane: Lane, result: Result<T>): void {
    const code = result.ok ? null : result.error.code;
    if (code === 'cancelled') return;
    if (code === 'unreachable') {
      region.missed += 1;
      if (region.missed >= SILENT_AFTER) giveUpWaiting(region);
      return;
    }
    region.missed = 0;
    if (code === 'throttled') {
      lane.limit = Math.max(1, Math.floor(lane.limit / 2));
      lane.pauseMs = Math.min(MAX_PAUSE_MS, Math.max(PAUSE_MS, lane.pauseMs * 2));
      lane.pausedUntil = clock.now() + lane.pauseMs;
      pollWhileResting();
    } else if (lane.pauseMs > 0 && clock.now() > lane.pausedUntil + lane.pauseMs) {
      // it has gone well for as long as the rest was
      lane.limit = Math.min(limits.perLane, lane.limit + 1);
      lane.pauseMs = lane.limit === limits.perLane ? 0 : lane.pauseMs;
    }
  }

  function giveUpWaiting(region: Region): void {
    for (const lane of region.lanes.values()) {
      for (const urgency of order) {
        const tasks = lane.waiting[urgency].splice(0);
        region.waiting[urgency] -= tasks.length;
        for (const task of tasks) task.giveUp();
      }
    }
  }

  /** Forgets what nothing runs or waits in any more. */
  function tidy(name: string, account: string, region: Region, lane: Lane): void {
    if (lane.running === 0 && !isWaiting(lane) && lane.pauseMs === 0) region.lanes.delete(account);
    if (region.running === 0 && region.waiting.first + region.waiting.later === 0) {
      region.missed = 0;
      if (region.lanes.size === 0) regions.delete(name);
    }
  }

  return {
    /** Runs a request now or soon, and learns from its outcome; `unreachable` where its region answers nobody. */
    run<T>(turn: Turn, request: () => Promise<Result<T>>): Promise<Result<T>> {
      return new Promise((resolve, reject) => {
        const region = regionOf(turn.region);
        const lane = laneOf(region, turn.account);
        const end = (result: Result<T> | null): void => {
          running -= 1;
          region.running -= 1;
          lane.running -= 1;
          if (result !== null) learn(region, lane, result);
          tidy(turn.region, turn.account, region, lane);
          startWhatMay();
        };
        lane.waiting[turn.urgency].push({
          start() {
            running += 1;
            region.running += 1;
            lane.running += 1;
            request().then(
              (result) => {
                end(result);
                resolve(result);
              },
              (cause: unknown) => {
                end(null);
                reject(cause instanceof Error ? cause : new Error(String(cause)));
              },
            );
          },
          giveUp: () => resolve(silent(turn.region)),
        });
        region.waiting[turn.urgency] += 1;
        startWhatMay();
      });
    },
    /** How many requests are under way. */
    running: (): number => running,
  };
}

/** What lets requests run. */
export type Slots = ReturnType<typeof createSlots>;

function isWaiting({ waiting }: Lane): boolean {
  return waiting.first.length + waiting.later.length > 0;
}

function silent(region: string): Result<never> {
  return fail('unreachable', `Nothing in ${region} answers.`, {
    hint: 'Look at your network, VPN and proxy, then refresh.',
  });
}
