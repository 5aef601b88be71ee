import { GATEWAY_HOST, type Gateway, type GatewaySession } from '../../app/gateway/model.ts';
import { addressText, countText } from '../endpoints/describe.ts';

/** What a client calls itself, or that it does not say. */
export function programText({ program }: Pick<GatewaySession, 'program'>): string {
  return program.trim() === '' ? 'A client' : program;
}

/** How many sessions, as one says it: "No sessions", "1 session", "1,204 sessions". */
export function sessionsText(count: number): string {
  return `${count === 0 ? 'No' : countText(count)} session${count === 1 ? '' : 's'}`;
}

/** Where clients find a gateway. */
export function gatewayAddress({ port }: Pick<Gateway, 'port'>): string {
  return addressText({ host: GATEWAY_HOST, port });
}

/** How a session stands, in words. */
export const sessionStates: Readonly<Record<GatewaySession['state'], string>> = {
  'signing-in': 'Logging in',
  waiting: 'Waiting',
  open: 'Open',
};

/** What the mark in a connection's row stands for; null where there is none. */
export function markText(gateway: Gateway | null): string | null {
  if (gateway === null) return null;
  const { state, error, port, sessionCount } = gateway;
  if (error !== null) return `Gateway not listening: ${error.message}`;
  if (state !== 'running') return null;
  return `Gateway on port ${port}, ${sessionsText(sessionCount).toLowerCase()}`;
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes as people say them, in units of a thousand: `0 B`, `1.2 MB`, `184 kB`. */
export function bytesText(bytes: number): string {
  let amount = bytes;
  let at = 0;
  // from where rounding would show 1000
  while (amount >= 999.5 && at < units.length - 1) {
    amount /= 1_000;
    at += 1;
  }
  const short = at > 0 && amount < 99.95 ? amount.toFixed(1) : String(Math.round(amount));
  return `${short} ${units[at] ?? ''}`;
}

/** How long something has been so, short: `4 s`, `12 min`, `3 h`, `2 days`. */
export function lastsText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}
