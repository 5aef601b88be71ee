import type { Duplex } from 'node:stream';
import { expect } from 'vitest';
import type { Session } from '../../../../main/tunnels/session-manager/session.ts';
import { TunnelError } from '../../../../main/tunnels/tunnel-error.ts';
import type { AgentOptions, Target } from './fake-agent.ts';
import { startFaultyService, type Faults, type StartedService } from './faulty-service.ts';
import { createTimeline, type Timeline } from './timeline.ts';

/** A session of a test that is open. */
export interface OpenSession {
  readonly timeline: Timeline;
  readonly service: StartedService;
  readonly session: Session;
}

/** Opens a session to an agent, which connects to an echo where nothing else is said. */
export async function openTestSession(
  options: Partial<AgentOptions> = {},
  faults?: Faults,
): Promise<OpenSession> {
  const timeline = createTimeline();
  const service = startFaultyService(timeline, { target: echo, ...options }, faults);
  await timeline.run(1_000);
  const opened = await service.outcome;
  if (!opened.ok) throw new Error(`${opened.end.code} ${opened.end.detail}`);
  return { timeline, service, session: opened.value };
}

/** A database that says what it was told. */
export const echo: Target = ({ write }) => ({ onData: write, onClose: () => undefined });

/** What has come out of a stream, and how it has ended. */
export interface Watched {
  readonly stream: Duplex;
  readonly text: () => string;
  readonly length: () => number;
  /** The code of its end, `closed` where it has none, and null while it is open. */
  readonly end: () => string | null;
}

/** Reads a stream. */
export function watch(stream: Duplex): Watched {
  const pieces: Buffer[] = [];
  let length = 0;
  let end: string | null = null;
  stream.on('data', (piece: Buffer) => {
    length += piece.length;
    if (pieces.length < 1_000) pieces.push(piece);
  });
  stream.on('error', (cause) => (end = cause instanceof TunnelError ? cause.code : String(cause)));
  stream.once('close', () => (end ??= 'closed'));
  return { stream, text: () => Buffer.concat(pieces).toString(), length: () => length, end: () => end };
}

/** Sees that a stream still carries what is written into it, to an echo. */
export async function expectEcho(
  { timeline }: OpenSession,
  { stream, text }: Watched,
  word: string,
): Promise<void> {
  stream.write(word);
  await timeline.run(2_000, () => text().endsWith(word));
  expect(text().endsWith(word)).toBe(true);
}
