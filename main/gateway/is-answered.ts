import { connect } from 'node:net';

/** A listener on this machine answers at once; this is how long to wait for it, in milliseconds. */
const TIMEOUT_MS = 300;

/**
 * Whether somebody takes connections at an address of this machine. Where 127.0.0.1 can be listened on, it need not be
 * free: macOS and Windows let one bind it beside another program's 0.0.0.0, and take that program's clients
 * (Microsoft Learn, "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE").
 */
export function isAnswered(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: TIMEOUT_MS });
    const end = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}
