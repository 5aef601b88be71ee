import type { Duplex } from 'node:stream';
import type { Secret } from '../../app/common/secret.ts';
import type { AuthenticationSeen, SignInSeen } from '../../app/doctor/observations.ts';
import type { Secured } from './reach.ts';

/** As whom, and to which database. */
export interface SignInAs {
  readonly user: string;
  /** Empty where the server is to choose. */
  readonly database: string;
}

/** A database's protocol, as far as a probe speaks it. What it waits for ends with the socket. */
export interface ServerProtocol {
  /** Agrees upon TLS in the protocol's own way. @param putTls on a connection that is ready for it */
  secure(socket: Duplex, putTls: () => Promise<Secured>): Promise<Secured>;
  /** Says who wants in, and reads how. No secret is sent. */
  ask(stream: Duplex, as: SignInAs): Promise<AuthenticationSeen>;
  /** Answers with a token, after `ask` has seen that one is asked for. */
  signIn(stream: Duplex, token: Secret): Promise<SignInSeen>;
  /** Goes away as politely as the protocol allows. @param isIn whether somebody was logged in */
  leave(stream: Duplex, isIn: boolean): Promise<void>;
}

/** How long a server has to close a connection that was ended, in milliseconds: cut off before, it writes into its log. */
const GOODBYE_MS = 300;

/** Ends a stream, reads what still comes, and waits for the other side to end it too. */
export async function endPolitely(stream: Duplex, lastWords?: Buffer): Promise<void> {
  if (stream.destroyed) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => resolve(), GOODBYE_MS);
    stream.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    if (lastWords === undefined) stream.end();
    else stream.end(lastWords);
    stream.resume();
  });
  stream.destroy();
}
