import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../../app/common/clock.ts';
import { tunnelEndOf, type LastEnd, type LocalEnd, type TunnelStatus } from '../../../app/tunnels/model.ts';
import { openForwarding, type Hear } from '../ssh/forwarding.ts';
import { TunnelError } from '../tunnel-error.ts';
import type { AskToResume } from './link.ts';
import { openSession, type Session } from './session.ts';
import { deadline } from './wait.ts';
import type { Opening, OpenWire, Outcome } from './wire.ts';

/** How many sessions one tunnel has at most: each is a process on the node. */
const MAX_SESSIONS = 4;
/** How long main may take to start a session, in milliseconds. */
const START_TIMEOUT_MS = 30_000;
/** How long a session may be without connections, in milliseconds. */
const IDLE_TIMEOUT_MS = 120_000;
/** How often that is looked at, in milliseconds. */
const TICK_MS = 5_000;

/** A session that main has started. */
export interface Started {
  readonly opening: Opening | { readonly local: LocalEnd };
  readonly resume: AskToResume;
  /** Has somebody told what main hears of it; left out where main hears nothing. */
  readonly listen?: (hear: Hear) => void;
  /** Told once, when it is over, so that the service is told, too. */
  readonly onEnd: () => void;
}

/** What a tunnel is given. */
export interface TunnelPorts {
  readonly clock: Clock;
  /**
   * Has main start a session to the tunnel's host and port.
   *
   * @param gone aborted when it is not wanted any more
   */
  readonly start: (gone: AbortSignal) => Promise<Outcome<Started>>;
  /** Makes what opens a session's wires, by the id that the session gives itself. */
  readonly opener: (clientId: string) => OpenWire;
  /** Something of `status` has changed; the bytes are asked for. */
  readonly onChange: () => void;
}

/** The way to one host and port through one node or SSH server. */
export interface Tunnel {
  /**
   * Opens a connection to the database; see `Session.connect`. Sessions are started as they are needed.
   *
   * @param beside an earlier connection whose session is taken as long as it is open: it leads to the same server
   * @returns why there is none, such as `tunnel-denied`
   */
  readonly connect: (beside?: Duplex) => Promise<Outcome<Duplex>>;
  /** The sessions now. */
  readonly status: () => readonly TunnelStatus[];
  /** Why the last session ended that was not closed; null while none has. */
  readonly lastEnd: () => LastEnd | null;
  /** Ends it, with all its connections. */
  readonly close: () => void;
}

interface Entry {
  readonly session: Session;
  /** The node could not connect: it looks the host up once in a session, so the next one gets a session of its own. */
  isStale: boolean;
  idleSince: number | null;
}

/** Makes a tunnel. It has no session before its first connection, and none two minutes after its last. */
export function createTunnel({ clock, start, opener, onChange }: TunnelPorts): Tunnel {
  const gone = new AbortController();
  const entries = new Set<Entry>();
  const sessionsOf = new WeakMap<Duplex, Entry>();
  let starting: Promise<Outcome<Entry>> | null = null;
  let stopTicking: (() => void) | null = null;
  let lastEnd: LastEnd | null = null;

  async function startSession(): Promise<Outcome<Entry>> {
    const started = await deadline(clock, START_TIMEOUT_MS, gone.signal, start);
    if (started === null) {
      const isClosed = gone.signal.aborted;
      const end = isClosed
        ? tunnelEndOf('tunnel-closed')
        : tunnelEndOf('tunnel-lost', 'no answer to StartSession');
      return { ok: false, end };
    }
    if (!started.ok) return started;
    const { opening, resume, onEnd, listen = () => undefined } = started.value;
    let entry: Entry | null = null;
    const told = (): void => {
      if (entry !== null) changed(entry, onEnd);
    };
    const opened: Outcome<Session> =
      'local' in opening
        ? { ok: true, value: openForwarding(opening.local, { clock, onChange: told, listen }) }
        : await openSession(
            opening,
            { clock, resume, openWire: opener(randomUUID()), onChange: told },
            gone.signal,
          );
    if (!opened.ok) {
      onEnd();
      return opened;
    }
    entry = { session: opened.value, isStale: false, idleSince: null };
    entries.add(entry);
    stopTicking ??= clock.every(TICK_MS, tick);
    onChange();
    return { ok: true, value: entry };
  }

  function changed(entry: Entry, onEnd: () => void): void {
    const { end, connections } = entry.session.status();
    if (end !== null && entries.delete(entry)) {
      if (end.code !== 'tunnel-closed') lastEnd = { ...end, at: clock.now() };
      if (entries.size === 0) stop();
      onEnd();
    }
    onChange();
    if (end === null && entry.isStale && connections === 0) entry.session.close();
  }

  function tick(): void {
    const now = clock.now();
    for (const entry of entries) {
      entry.idleSince = entry.session.status().connections === 0 ? (entry.idleSince ?? now) : null;
      if (entry.idleSince !== null && now - entry.idleSince >= IDLE_TIMEOUT_MS) entry.session.close();
    }
  }

  function stop(): void {
    stopTicking?.();
    stopTicking = null;
  }

  function through(entry: Entry): Outcome<Duplex> {
    entry.idleSince = null;
    const stream = entry.session.connect();
    sessionsOf.set(stream, entry);
    stream.once('error', (cause) => {
      if (cause instanceof TunnelError && cause.code === 'tunnel-target-unreachable') entry.isStale = true;
    });
    return { ok: true, value: stream };
  }

  /** The sessions that may be connected through, that with the fewest connections first. */
  const usable = (): Entry[] =>
    [...entries]
      .filter(({ isStale }) => !isStale)
      .toSorted((one, other) => one.session.status().connections - other.session.status().connections);

  return {
    async connect(beside) {
      if (gone.signal.aborted) return { ok: false, end: tunnelEndOf('tunnel-closed') };
      const same = beside && sessionsOf.get(beside);
      if (same !== undefined && entries.has(same)) return through(same);
      const free = usable().find(({ session }) => !session.isBusy());
      if (free !== undefined) return through(free);
      const [leastUsed] = usable();
      if (leastUsed !== undefined && entries.size >= MAX_SESSIONS) return through(leastUsed);
      starting ??= startSession().finally(() => (starting = null));
      const started = await starting;
      if (started.ok) return through(started.value);
      // better to wait for others than not to be let through at all
      const [other] = usable();
      return other === undefined ? started : through(other);
    },
    status: () => [...entries].map(({ session }) => session.status()),
    lastEnd: () => lastEnd,
    close() {
      for (const { session } of entries) session.close();
      gone.abort();
    },
  };
}
