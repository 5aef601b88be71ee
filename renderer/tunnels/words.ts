import {
  describeTunnelEnd,
  tunnelEndCode,
  type Tunnel,
  type TunnelNode,
  type TunnelState,
} from '../../app/tunnels/model.ts';
import type { Failure } from '../api.ts';
import { bytesText, lastsText } from '../gateway/words.ts';

/** How a tunnel stands as a whole. */
export interface Standing {
  readonly tone: 'good' | 'soon' | 'bad' | 'quiet';
  readonly state: TunnelState | 'idle';
  /** In words, without what changes each second. */
  readonly text: string;
  readonly hint: string | null;
}

/** Of several sessions the one that needs most attention speaks for the tunnel. */
const ORDER: readonly TunnelState[] = ['waiting-for-sign-in', 'resuming', 'connecting', 'open'];

const TEXTS: Readonly<Record<Exclude<TunnelState, 'ended'>, Pick<Standing, 'tone' | 'text'>>> = {
  connecting: { tone: 'soon', text: 'Connecting…' },
  open: { tone: 'good', text: 'Connected' },
  resuming: { tone: 'soon', text: 'Reconnecting…' },
  'waiting-for-sign-in': { tone: 'soon', text: 'Waiting for a sign-in' },
};

/**
 * How a tunnel stands; null is one that nobody has needed yet.
 *
 * @param failure why the last client was not let in; null where it was
 */
export function standingOf(tunnel: Tunnel | null, failure: Failure | null): Standing {
  const state = ORDER.find((one) => tunnel?.sessions.some((session) => session.state === one));
  if (state !== undefined && state !== 'ended') return { ...TEXTS[state], state, hint: null };
  if (failure !== null && tunnelEndCode.safeParse(failure.code).success) {
    return { tone: 'bad', state: 'ended', text: failure.message, hint: failure.hint ?? null };
  }
  const end = tunnel?.lastEnd ?? null;
  if (end !== null && end.code !== 'tunnel-idle') {
    const { message, hint } = describeTunnelEnd(end);
    return { tone: 'bad', state: 'ended', text: message, hint };
  }
  return { tone: 'quiet', state: 'idle', text: 'Not connected', hint: 'It connects when a client does.' };
}

/** How long it has been connected and how long a message takes there and back; null while it is not connected. */
export function connectedText({ sessions }: Tunnel, now: number): string | null {
  const open = sessions.filter(({ state }) => state === 'open');
  const [first] = open.toSorted((a, b) => a.since - b.since);
  if (first === undefined) return null;
  const trips = open.flatMap(({ roundTripMs }) => roundTripMs ?? []);
  const trip = trips.length === 0 ? '' : `, ${Math.round(Math.min(...trips))} ms`;
  return `${lastsText(now - first.since)}${trip}`;
}

/** How much has gone through it. */
export function movedText({ sessions }: Tunnel): string {
  const sent = sessions.reduce((sum, one) => sum + one.sent, 0);
  const received = sessions.reduce((sum, one) => sum + one.received, 0);
  return `↑ ${bytesText(sent)} ↓ ${bytesText(received)}`;
}

/** When its link was last lost and came back, and why it was lost; null while that has not happened. */
export function lastReconnect({ sessions }: Tunnel): { readonly at: number; readonly why: string } | null {
  const [last] = sessions.flatMap(({ lastResume }) => lastResume ?? []).toSorted((a, b) => b.at - a.at);
  // the service closes every channel after about an hour, with these words (session-manager-plugin#135)
  return last === undefined
    ? null
    : { at: last.at, why: last.why.startsWith('closed with 1000') ? "after AWS's hourly close" : last.why };
}

/** A node as people know it: the ID of an instance, too, but not the long one of a container. */
export function nodeText({ target, name }: Pick<TunnelNode, 'target' | 'name'>): string {
  if (name === '') return target;
  return target.startsWith('ecs:') ? name : `${target} ${name}`;
}
