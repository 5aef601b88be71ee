import type { ProxyList } from '../../../app/proxies/model.ts';
import type { TunnelEnd } from '../../../app/tunnels/model.ts';

/** What opens a data channel's WebSocket. Main has signed it; the token is worth a session. */
export interface Opening {
  /** As the service gave it. */
  readonly url: string;
  /** The headers of the upgrade, with its signature. */
  readonly headers: Readonly<Record<string, string>>;
  readonly token: string;
  /** Authorities in place of the known ones, PEM; null or left out for those. */
  readonly ca?: string | null;
  /** What the service is reached through; left out where it is reached directly. */
  readonly proxies?: ProxyList;
}

/** What can fail on the way to an opening or to a wire: a value, or why there is none. */
export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly end: TunnelEnd };

/** One WebSocket. */
export interface Wire {
  readonly send: (bytes: Buffer) => void;
  /** Whether so much waits to be sent that no more should be added, until `onDrained`. */
  readonly isCongested: () => boolean;
  readonly ping: () => void;
  /** Stops reading, so that the peer has to wait; pongs wait, too. */
  readonly pause: () => void;
  readonly resume: () => void;
  /** Closes it. It tells nothing any more. */
  readonly close: () => void;
}

/** What a wire tells. */
export interface WireEvents {
  readonly onMessage: (bytes: Buffer) => void;
  readonly onPong: () => void;
  readonly onDrained: () => void;
  /** It is gone. Told once, and nothing after it. */
  readonly onLost: (why: string) => void;
}

/**
 * Opens a wire and gives the service the token.
 *
 * @param signal aborted when it is not wanted any more
 * @returns `tunnel-denied` where the service refuses, `tunnel-lost` where it cannot be reached
 */
export type OpenWire = (opening: Opening, events: WireEvents, signal: AbortSignal) => Promise<Outcome<Wire>>;
