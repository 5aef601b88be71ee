import { z } from 'zod';

/** Every way in which a tunnel, or one connection through it, can end other than by being closed. */
export const tunnelEndCode = z.enum([
  'tunnel-target-unreachable',
  'tunnel-target-offline',
  'tunnel-denied',
  'tunnel-sign-in-needed',
  'tunnel-agent-too-old',
  'tunnel-unsupported',
  'tunnel-silent',
  'tunnel-lost',
  'tunnel-stalled',
  'tunnel-malformed',
  'tunnel-idle',
  'tunnel-ended',
  'tunnel-closed',
]);

/** One of the closed set of ends. */
export type TunnelEndCode = z.infer<typeof tunnelEndCode>;

/** The longest text of a service that is taken over, in characters. */
export const MAX_END_DETAIL = 500;

/** Why a tunnel has ended: the code, and what the service or the agent said of it. Never a token. */
export const tunnelEnd = z.strictObject({
  code: tunnelEndCode,
  /** As it was said, in one line; empty where nothing was. */
  detail: z.string().max(MAX_END_DETAIL),
});

/** Why a tunnel has ended. */
export type TunnelEnd = z.infer<typeof tunnelEnd>;

/** What a tunnel is doing. */
export const tunnelState = z.enum(['connecting', 'open', 'resuming', 'waiting-for-sign-in', 'ended']);

/** What a tunnel is doing. */
export type TunnelState = z.infer<typeof tunnelState>;

/** A tunnel as it is now. */
export const tunnelStatus = z.strictObject({
  state: tunnelState,
  /** In milliseconds since the epoch. */
  since: z.int().min(0),
  /** Connections that go through it. */
  connections: z.int().min(0),
  /** Payload of those connections, in bytes, as the client sent and received it. */
  sent: z.int().min(0),
  received: z.int().min(0),
  /** Measured between a message and its acknowledgement, in milliseconds; null before the first. */
  roundTripMs: z.number().min(0).nullable(),
  /** When its link was last lost and came back, and why it was lost; null while that has not happened. */
  lastResume: z.strictObject({ at: z.int().min(0), why: z.string().max(MAX_END_DETAIL) }).nullable(),
  /** Why it has ended; null before. */
  end: tunnelEnd.nullable(),
});

/** A tunnel as it is now. */
export type TunnelStatus = z.infer<typeof tunnelStatus>;

/**
 * Makes an end of a code and of what was said of it, in one line and no longer than is shown.
 *
 * @param said text of a service, not to be trusted
 */
export function tunnelEndOf(code: TunnelEndCode, said = ''): TunnelEnd {
  const line = said
    .replaceAll(/[\p{Cc}\p{Cf}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, MAX_END_DETAIL);
  return { code, detail: line };
}
