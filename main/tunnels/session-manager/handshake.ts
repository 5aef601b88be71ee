import { z } from 'zod';
import { tunnelEndOf, type TunnelEnd } from '../../../app/tunnels/model.ts';
import { parseJson } from './acknowledgement.ts';

/**
 * The version of the Session Manager plugin that this client is the equal of. The agent multiplexes from 1.1.70 on,
 * leaves smux's keep-alive off after 1.2.331.0, and AWS asks for 1.2.764.0 at least.
 */
export const CLIENT_VERSION = '1.2.835.0';

/** The last agent that does not multiplex (`TCPMultiplexingSupportedAfterThisAgentVersion` of the plugin). */
const LAST_WITHOUT_STREAMS = '3.0.196.0';
/** The last agent whose smux ends a session in which nothing comes for 30 s, and needs a NOP now and then. */
const LAST_WITH_KEEP_ALIVE = '3.1.1511.0';

const request = z.object({
  AgentVersion: z.string(),
  RequestedClientActions: z.array(
    z.object({
      ActionType: z.string(),
      ActionParameters: z.object({ SessionType: z.string().optional() }).nullish(),
    }),
  ),
});

/** What the agent is answered, and how it is spoken to from then on. */
export interface Handshake {
  /** The payload of the response. */
  readonly response: Buffer;
  readonly needsKeepAlive: boolean;
  /** Why no session comes of it, although the agent is answered; null where one does. */
  readonly refused: TunnelEnd | null;
}

type Status = 'done' | 'failed' | 'unsupported';
/** `ActionStatus` of the agent. */
const STATUS: Record<Status, number> = { done: 1, failed: 2, unsupported: 3 };

/**
 * Answers an agent's handshake request. It asks for a session of type `Port`; an encryption with KMS is never asked
 * for with that type (`isEncryptionEnabled` of the agent) and would be refused.
 *
 * @param payload the request's, as it came
 * @returns null where it is no request
 */
export function answerHandshake(payload: Buffer): Handshake | null {
  const parsed = request.safeParse(parseJson(payload));
  if (!parsed.success) return null;
  const { AgentVersion: agentVersion, RequestedClientActions: actions } = parsed.data;
  const answered = actions.map(({ ActionType: type, ActionParameters: parameters }) => {
    const asked = type === 'SessionType' ? `session type ${parameters?.SessionType ?? 'unknown'}` : type;
    return { type, asked, status: statusOf(type, parameters?.SessionType) };
  });
  const response = {
    ClientVersion: CLIENT_VERSION,
    ProcessedClientActions: answered.map(({ type, asked, status }) => ({
      ActionType: type,
      ActionStatus: STATUS[status],
      ActionResult: null,
      Error: status === 'done' ? '' : `${asked} is not supported`,
    })),
    Errors: null,
  };
  const missing = answered.find(({ status }) => status !== 'done');
  const refused =
    compareVersions(agentVersion, LAST_WITHOUT_STREAMS) <= 0
      ? tunnelEndOf('tunnel-agent-too-old', `agent ${agentVersion}`)
      : (missing && tunnelEndOf('tunnel-unsupported', missing.asked)) || null;
  return {
    response: Buffer.from(JSON.stringify(response)),
    needsKeepAlive: compareVersions(agentVersion, LAST_WITH_KEEP_ALIVE) <= 0,
    refused,
  };
}

function statusOf(type: string, sessionType: string | undefined): Status {
  if (type !== 'SessionType') return 'unsupported';
  return sessionType === 'Port' ? 'done' : 'failed';
}

/** Compares dotted numbers; what is no number counts as 0. Negative where the first is older. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => version.split('.').map((part) => Number(part) || 0));
  const length = Math.max(left?.length ?? 0, right?.length ?? 0);
  for (let at = 0; at < length; at += 1) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
