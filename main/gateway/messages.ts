import { z } from 'zod';
import { failure } from '../../app/common/result.ts';
import { gatewaySession } from '../../app/gateway/model.ts';
import { engineFamily } from '../../app/endpoints/model.ts';
import { proxyList } from '../../app/proxies/model.ts';
import { tunnel, tunnelEnd, tunnelOpening } from '../../app/tunnels/model.ts';

const refusalCode = z.enum([
  'malformed',
  'other-user',
  'stopped',
  'wrong-password',
  'wrong-user',
  'unsupported',
  'too-slow',
  'too-many-sessions',
  'no-token',
  'unreachable',
  'tls-refused',
  'certificate-refused',
  'database-refused',
  'closing',
]);

/** A refusal as it crosses from the relay: data, checked on arrival like any other. */
export const refusalMessage = z.strictObject({
  code: refusalCode,
  message: z.string(),
  hint: z.string().optional(),
  cause: failure.optional(),
});

/** A refusal as it crosses from the relay. */
export type RefusalMessage = z.infer<typeof refusalMessage>;

/** A tunnel's session: AWS's id, or main's own. */
const sessionId = z.string().min(1).max(96);

/** A gateway's tunnel as the relay knows it: not through which node. */
const tunnelNow = tunnel.omit({ node: true });

const address = z.strictObject({ host: z.string(), port: z.int() });

/** All that a relay is told of a gateway. The PEM texts are the CAs' and, for the local side, a certificate and its key. */
export const listenOrder = z.strictObject({
  id: z.string(),
  port: z.int(),
  family: engineFamily,
  dbUser: z.string(),
  database: z.string(),
  localPassword: z.string(),
  localSignIn: z.enum(['scram', 'cleartext']),
  localTls: z.strictObject({ cert: z.string(), key: z.string() }).nullable(),
  /** Whose programs may try the local password; nobody's where the port is only kept. */
  admits: z.enum(['nobody', 'own-user', 'any-user']),
  address: address,
  connectAddress: address,
  ca: z.string(),
  /** Where the tunnel leads that connects to the database, in any words: others are another tunnel. Null dials it. */
  tunnel: z.string().max(4_096).nullable(),
  /** Whether the database is dialled through proxies, which are asked for each time. */
  isProxied: z.boolean(),
});

/** All that a relay is told of a gateway. */
export type ListenOrder = z.infer<typeof listenOrder>;

/** What main tells the relay's process. */
export const orders = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('listen'), order: listenOrder }),
  z.strictObject({ kind: z.literal('close'), id: z.string() }),
  z.strictObject({ kind: z.literal('end'), id: z.string(), sessions: z.array(z.int()).nullable() }),
  z.strictObject({ kind: z.literal('token'), request: z.int(), token: z.string() }),
  z.strictObject({ kind: z.literal('explanation'), request: z.int(), text: z.string().nullable() }),
  z.strictObject({
    kind: z.literal('no-token'),
    request: z.int(),
    failure,
  }),
  z.strictObject({
    kind: z.literal('session-opening'),
    request: z.int(),
    session: sessionId,
    opening: tunnelOpening,
  }),
  /** What main has heard of a session: it is over, or one connection through it was refused. */
  z.strictObject({
    kind: z.literal('session-said'),
    session: sessionId,
    end: tunnelEnd,
    isOver: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('no-session'), request: z.int(), failure }),
  z.strictObject({ kind: z.literal('proxies'), request: z.int(), proxies: proxyList }),
  z.strictObject({ kind: z.literal('no-proxies'), request: z.int(), failure }),
]);

/** What main tells the relay's process. */
export type Order = z.infer<typeof orders>;

/** What the relay's process tells main. */
export const reports = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('listening'), id: z.string(), error: z.string().nullable() }),
  z.strictObject({ kind: z.literal('token-wanted'), request: z.int(), id: z.string() }),
  z.strictObject({ kind: z.literal('token-unwanted'), request: z.int() }),
  /** A Session Manager session for a gateway's tunnel: another one, or the one named to be resumed. */
  z.strictObject({
    kind: z.literal('session-wanted'),
    request: z.int(),
    id: z.string(),
    resumes: sessionId.nullable(),
  }),
  z.strictObject({ kind: z.literal('session-unwanted'), request: z.int() }),
  z.strictObject({ kind: z.literal('proxies-wanted'), request: z.int(), id: z.string() }),
  z.strictObject({ kind: z.literal('session-ended'), session: sessionId }),
  z.strictObject({
    kind: z.literal('explanation-wanted'),
    request: z.int(),
    id: z.string(),
    code: z.string().max(16),
    message: z.string().max(2_000),
  }),
  z.strictObject({
    kind: z.literal('clients'),
    id: z.string(),
    sessions: z.array(gatewaySession),
    sessionCount: z.int(),
    tunnel: tunnelNow.nullable(),
    lastFailure: z.strictObject({ at: z.int(), program: z.string(), refusal: refusalMessage }).nullable(),
  }),
  z.strictObject({ kind: z.literal('opened'), id: z.string(), session: z.int(), program: z.string() }),
  z.strictObject({
    kind: z.literal('ended'),
    id: z.string(),
    session: z.int(),
    cause: z.enum(['client-closed', 'database-closed', 'stopped', ...refusalCode.options]),
    ms: z.int(),
    sent: z.int(),
    received: z.int(),
  }),
]);

/** What the relay's process tells main. */
export type Report = z.infer<typeof reports>;
