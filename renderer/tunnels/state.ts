import type { Endpoint } from '../../app/endpoints/model.ts';
import type { DefaultRoute, SshQuestion } from '../../app/tunnels/model.ts';

/** What main says of tunnels. An answer to a question is never in the store. */
export interface TunnelsState {
  /** The questions of `ssh` that are open. */
  readonly sshQuestions: readonly SshQuestion[];
  /** How private networks are reached, as far as anybody has said. */
  readonly defaultRoutes: readonly DefaultRoute[];
}

/** A database of a private network of which nobody has said how it is reached. */
export interface AboutNetwork {
  readonly endpoint: Endpoint;
  /** Does it again once that has been said. */
  readonly goOn: () => void;
}

/** The dialogs of tunnels, with what each is about. */
export interface TunnelsDialogs {
  readonly 'network-route': AboutNetwork;
}

/** Nothing is known before main has answered. */
export const tunnelsState: TunnelsState = { sshQuestions: [], defaultRoutes: [] };
