import type { ListenOrder } from './messages.ts';
import type { Ends, Peer, PeerUser } from './peer-user.ts';
import type { Refusal } from './session.ts';

/** Who a client is, and why it is told no; `refusal` null lets it try the local password. */
export interface Admission {
  readonly peer: Peer;
  readonly refusal: Refusal | null;
}

/**
 * Decides whether a client may try the local password at all, before a word of it is read. Where the system does not
 * tell who it is (macOS, Windows), it may.
 *
 * @param ownUser this process's user id; null where the system has none
 * @returns takes also whether the listener is so crowded that it wants to know who comes, though all may
 */
export function createAdmission(userOf: PeerUser, ownUser: number | null) {
  return async (admits: ListenOrder['admits'], client: Ends, isCrowded: boolean): Promise<Admission> => {
    const mustBeOwn = admits === 'own-user' && ownUser !== null;
    const peer = mustBeOwn || isCrowded ? await userOf(client) : null;
    if (admits === 'nobody') return { peer, refusal: STOPPED };
    const isStranger = mustBeOwn && peer !== null && peer !== ownUser;
    return { peer, refusal: isStranger ? otherUser(peer) : null };
  };
}

function otherUser(peer: Exclude<Peer, null>): Refusal {
  const who = typeof peer === 'number' ? `of the user with the id ${peer}` : 'whose user is not known';
  return {
    code: 'other-user',
    message: `This port serves the programs of one user only, and not one ${who}.`,
    hint: 'To let it in, turn on “Other users and containers” in Latchkey, among the options of the connection’s gateway.',
  };
}

const STOPPED: Refusal = {
  code: 'stopped',
  message: 'Latchkey keeps this port, and its gateway is stopped.',
  hint: 'Start the gateway in Latchkey.',
};
