import { z } from 'zod';
import { connectionId } from '../connections/model.ts';
import { failure } from '../common/result.ts';
import { tunnel } from '../tunnels/model.ts';

/** A port that programs without privileges may listen on. */
export const gatewayPort = z.int().min(1_024).max(65_535);

/** What the user has chosen for the gateway of one connection. It belongs to this machine and is in no shared file. */
export const gatewayChoice = z.strictObject({
  connectionId,
  /** Chosen once, so that what a client has saved works for ever. */
  port: gatewayPort,
  /** When it begins to listen: when asked, when a client is opened for the connection, or with Latchkey. */
  start: z.enum(['by-hand', 'on-open', 'with-latchkey']),
  /** It stops after so many minutes without a session; null never stops it. */
  idleMinutes: z.int().min(1).max(10_080).nullable(),
  /** PostgreSQL: how the local password is asked for. Clients without SCRAM need cleartext. */
  localSignIn: z.enum(['scram', 'cleartext']),
  /** Offers TLS on the local side too, with a certificate that Latchkey makes. */
  localTls: z.boolean(),
  /** Lets in programs of other users of this machine, and containers; else, on Linux, only this user's own. */
  allowsOthers: z.boolean(),
  /** Holds the port for as long as Latchkey runs, so that nobody else can listen on it while the gateway does not. */
  keepsPort: z.boolean(),
  /** MySQL and MariaDB: a client that names no database gets the connection's; else it has none, as with the server. */
  addsDatabase: z.boolean(),
});

/** What the user has chosen for the gateway of one connection. */
export type GatewayChoice = z.infer<typeof gatewayChoice>;

/** One client that is logged in, or on its way. */
export const gatewaySession = z.strictObject({
  id: z.int().min(1),
  /** What the client calls itself; empty where it does not say. */
  program: z.string().max(128),
  /** `waiting` while a person has to sign in to AWS. */
  state: z.enum(['signing-in', 'waiting', 'open']),
  /** In milliseconds since the epoch. */
  since: z.int().min(0),
  /** In bytes, as the client sent and received them. */
  sent: z.int().min(0),
  received: z.int().min(0),
});

/** One client of a gateway. */
export type GatewaySession = z.infer<typeof gatewaySession>;

/** How many sessions of a gateway are listed; there may be more. */
export const MAX_LISTED_SESSIONS = 200;

/** The gateway of one connection, as it is now. */
export const gateway = z.strictObject({
  ...gatewayChoice.shape,
  state: z.enum(['stopped', 'starting', 'running']),
  /** Why it does not listen although it should. */
  error: failure.nullable(),
  /** The newest first. */
  sessions: z.array(gatewaySession).max(MAX_LISTED_SESSIONS),
  /** All of them. */
  sessionCount: z.int().min(0),
  /** The tunnel through which it reaches its database; null where it has none, or has not needed it yet. */
  tunnel: tunnel.nullable(),
  /** What a person has to do before the clients that wait can be let in. */
  waitingFor: failure.nullable(),
  /** The last client that was not let in, and why; null once one was. */
  lastFailure: z
    .strictObject({ at: z.int().min(0), program: z.string().max(128), error: failure })
    .nullable(),
});

/** The gateway of one connection, as it is now. */
export type Gateway = z.infer<typeof gateway>;

/** The gateways of all connections that have one. */
export const gateways = z.array(gateway).max(5_000);

/** What may be changed of a gateway; what is not named stays. */
export const gatewayChange = gatewayChoice.omit({ connectionId: true }).partial();

/** What may be changed of a gateway. */
export type GatewayChange = z.infer<typeof gatewayChange>;

/** What a client has to know of a gateway's local side, so as not to be taken in by somebody else on its port. */
export interface LocalSide {
  /** How it asks for the local password. */
  readonly localSignIn: GatewayChoice['localSignIn'];
  /** The PEM file to verify its TLS with; null where it has none. */
  readonly localCa: string | null;
}

/** Where clients find a gateway, and what is to be found there. */
export interface GatewayAddress {
  readonly port: number;
  readonly localSide: LocalSide;
}

/**
 * What libpq is told in PGREQUIREAUTH or `require_auth`, so that it answers no other question for a password
 * (PostgreSQL 16 documentation, 34.1.2; older versions do not look at the variable, and refuse the option).
 *
 * @param localSide null for the database itself, which asks for a token in clear text within TLS
 */
export function requiredAuth(localSide: LocalSide | null): 'scram-sha-256' | 'password' {
  return localSide?.localSignIn === 'scram' ? 'scram-sha-256' : 'password';
}

/** The address that clients are told: the same on every system, and not a name that could lead elsewhere. */
export const GATEWAY_HOST = '127.0.0.1';

/**
 * The address of a gateway's local side. With TLS a name, for libpq before 15 finds no IP address in a certificate;
 * wherever it leads, only this gateway has the certificate.
 *
 * @param hasTls whether clients are told to verify it
 */
export function localHost(hasTls: boolean): string {
  return hasTls ? 'localhost' : GATEWAY_HOST;
}
