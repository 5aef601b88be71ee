/**
 * Whose turn it is on the one session of the embedded PostgreSQL. A client keeps its turn until the server
 * is ready for a new query outside any transaction; the others wait in the order in which they came.
 */
export interface Turns {
  /** Resolves when it is this client's turn; `cancelled` when {@link Turns.cancel} came first. */
  readonly take: (client: number) => Promise<'taken' | 'cancelled'>;
  /** Whether this client has the turn. */
  readonly has: (client: number) => boolean;
  /** Hands the turn on. */
  readonly release: (client: number) => void;
  /** Ends the waiting of a client. */
  readonly cancel: (client: number) => void;
}

/** A new queue. */
export function makeTurns(): Turns {
  let holder: number | undefined;
  const waiting: Array<{ client: number; settle: (outcome: 'taken' | 'cancelled') => void }> = [];
  return {
    take: (client) => {
      if (holder === undefined || holder === client) {
        holder = client;
        return Promise.resolve('taken');
      }
      return new Promise((settle) => waiting.push({ client, settle }));
    },
    has: (client) => holder === client,
    release: (client) => {
      if (holder !== client) return;
      const next = waiting.shift();
      holder = next?.client;
      next?.settle('taken');
    },
    cancel: (client) => {
      const index = waiting.findIndex((one) => one.client === client);
      if (index >= 0) waiting.splice(index, 1)[0]?.settle('cancelled');
    },
  };
}
