import type { Duplex } from 'node:stream';
import type { SecureContext, TLSSocket } from 'node:tls';
import type { Secret } from '../../app/common/secret.ts';
import type { AuthenticationSeen, ReachSeen, SignInSeen, TlsSeen } from '../../app/doctor/observations.ts';
import type { Address } from '../../app/doctor/subject.ts';
import { reach, secure, type Reached } from './reach.ts';
import type { ServerProtocol, SignInAs } from './server.ts';

/** Where a connection goes, and what it must find there. */
export interface ConnectTo {
  readonly connectAddress: Address;
  /** What connects through a node of Session Manager; left out where the address is dialled from here. */
  readonly through?: (signal: AbortSignal) => Promise<Reached>;
  /** The name that the certificate must be for. */
  readonly databaseHost: string;
  readonly secureContext: SecureContext;
  readonly protocol: ServerProtocol;
}

/**
 * One connection to a database, a step at a time. A step that the one before did not lead to rejects; so there is
 * no way to a login but over verified TLS, after the server has asked for a token.
 */
export interface DatabaseConnection {
  reach(): Promise<ReachSeen>;
  secure(): Promise<TlsSeen>;
  ask(as: SignInAs): Promise<AuthenticationSeen>;
  signIn(token: Secret): Promise<SignInSeen>;
  /** Goes away politely. */
  leave(): Promise<void>;
}

/** @param signal cuts the connection off, at whatever step */
export function databaseConnection(
  { connectAddress, through, databaseHost, secureContext, protocol }: ConnectTo,
  signal: AbortSignal,
): DatabaseConnection {
  let socket: Duplex | null = null;
  let stream: TLSSocket | null = null;
  let asked: AuthenticationSeen['asks'] | null = null;
  let isIn = false;

  return {
    async reach() {
      const reached = await (through === undefined ? reach(connectAddress, signal) : through(signal));
      socket = reached.socket;
      return reached.seen;
    },
    async secure() {
      if (socket === null) throw new Error('There is no connection.');
      const plain = socket;
      const secured = await protocol.secure(plain, () => secure(plain, databaseHost, secureContext));
      stream = secured.stream;
      if (stream === null) plain.destroy();
      return secured.seen;
    },
    async ask(as) {
      if (stream === null || asked !== null) throw new Error('There is no verified connection to ask on.');
      const answer = await protocol.ask(stream, as);
      asked = answer.asks;
      return answer;
    },
    async signIn(token) {
      if (stream?.authorized !== true) throw new Error('There is no verified connection to log in on.');
      if (asked !== 'token' && asked !== 'perhaps-token') throw new Error('The server asks for no token.');
      asked = 'nothing';
      const outcome = await protocol.signIn(stream, token);
      isIn = outcome.state === 'in';
      return outcome;
    },
    async leave() {
      if (stream !== null) await protocol.leave(stream, isIn);
      socket?.destroy();
    },
  };
}
