import { connect } from 'node:net';

/** How long an address may take to answer, in milliseconds: what no route leads to says nothing at all. */
const ANSWER_TIMEOUT_MS = 1_500;

/** Whether something answers at an address from here; a refusal is an answer. */
export function answers({ host, port }: { readonly host: string; readonly port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, autoSelectFamily: true });
    const settle = (isAnswer: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(isAnswer);
    };
    const timer = setTimeout(() => settle(false), ANSWER_TIMEOUT_MS);
    socket.once('connect', () => settle(true));
    socket.on('error', (cause) => settle('code' in cause && cause.code === 'ECONNREFUSED'));
  });
}
