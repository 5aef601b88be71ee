/** How often the service is pinged, and how long it may take to answer, in milliseconds: proxies cut what is silent. */
const PING_MS = 30_000;
const PONG_TIMEOUT_MS = 15_000;
/** How long an agent may leave messages unacknowledged, in milliseconds. */
const MUTE_TIMEOUT_MS = 30_000;
/**
 * The agent's smux reads no more once 4 MiB wait for a database that does not read (`MaxReceiveBuffer`). Then it is
 * not mute but busy, and is given longer: as long as the plugin gives any agent.
 */
const AGENT_BUFFER_BYTES = 4 * 1024 * 1024;
const BUSY_TIMEOUT_MS = 300_000;
/**
 * After such a silence an agent is sent a keep-alive, in milliseconds, for it may be gone while a client waits: once
 * after data has gone either way, and again and again while a client waits for an answer. Not while clients are idle:
 * each message would start the session's idle time-out anew, which is the account's to choose.
 */
const PROBE_MS = 30_000;
/** How long a message may be missing before those that have come after it, in milliseconds. */
const GAP_TIMEOUT_MS = 60_000;
/** A longer pause between two looks means that the computer has slept, in milliseconds. */
const SLEPT_MS = 20_000;

/** What is known of the peers. */
export interface LivenessPorts {
  readonly ping: () => void;
  /** Sends the agent something that it acknowledges. */
  readonly probe: () => void;
  /** Whether the wire is up and read from. */
  readonly isListening: () => boolean;
  readonly unacknowledged: () => number;
  readonly hasGap: () => boolean;
  /** How much was sent to databases that may not have read it yet, in bytes. */
  readonly sentOnOpen: () => number;
  /** How much has gone over all connections, in bytes. */
  readonly moved: () => number;
  /** Whether a client waits for an answer. */
  readonly isAnswerDue: () => boolean;
  /** The service does not answer. */
  readonly onServiceDead: () => void;
  /** The agent does not answer although the service does, or has lost a message. */
  readonly onAgentDead: (why: string) => void;
}

/** Sees that a peer is gone although nobody says so. */
export function createLiveness(ports: LivenessPorts, start: number) {
  let lastTick = start;
  let pingedAt = start;
  let isPongDue = false;
  let progressAt = start;
  let gapSince: number | null = null;
  let moved = 0;
  let quietSince = start;
  let isProbed = true;

  function ping(now: number): void {
    pingedAt = now;
    isPongDue = true;
    ports.ping();
  }

  function watchService(now: number, hasSlept: boolean): void {
    if (hasSlept) ping(now);
    else if (isPongDue && now - pingedAt >= PONG_TIMEOUT_MS) ports.onServiceDead();
    else if (!isPongDue && now - pingedAt >= PING_MS) ping(now);
  }

  function watchAgent(now: number): void {
    const patience = ports.sentOnOpen() < AGENT_BUFFER_BYTES ? MUTE_TIMEOUT_MS : BUSY_TIMEOUT_MS;
    gapSince = ports.hasGap() ? (gapSince ?? now) : null;
    if (ports.unacknowledged() === 0) progressAt = now;
    if (now - progressAt >= patience) ports.onAgentDead('no acknowledgement');
    else if (gapSince !== null && now - gapSince >= GAP_TIMEOUT_MS) ports.onAgentDead('a message is missing');
  }

  function probeAgent(now: number): void {
    const movedNow = ports.moved();
    if (movedNow !== moved) {
      moved = movedNow;
      quietSince = now;
      isProbed = false;
    }
    const isDue = now - quietSince >= PROBE_MS && ports.unacknowledged() === 0;
    if (!isDue || (isProbed && !ports.isAnswerDue())) return;
    isProbed = true;
    quietSince = now;
    ports.probe();
  }

  return {
    /** Looks now; to be called every few seconds. */
    tick(now: number): void {
      const hasSlept = now - lastTick >= SLEPT_MS;
      lastTick = now;
      if (hasSlept || !ports.isListening()) {
        progressAt = now;
        gapSince = null;
      }
      if (!ports.isListening()) {
        isPongDue = false;
        return;
      }
      watchService(now, hasSlept);
      watchAgent(now);
      probeAgent(now);
    },
    pong: (): void => void (isPongDue = false),
    /** A message was acknowledged. */
    progress: (now: number): void => void (progressAt = now),
    /** The wire is a new one. */
    restart(now: number): void {
      progressAt = now;
      gapSince = null;
      ping(now);
    },
  };
}
