/** A client that has not given the local password yet, and who runs it. */
interface Pending<Client> {
  readonly client: Client;
  readonly user: number | null;
}

/**
 * The clients that have not given the local password yet. There is room for so many; one more makes the user who
 * has most of them give up the oldest, so that nobody can shut others out by silence.
 *
 * @param max how many there may be
 */
export function createPendingClients<Client>(max: number) {
  let clients: readonly Pending<Client>[] = [];

  /** Takes the oldest client of the user who has most; null where there is none. */
  function takeOldest(): Client | null {
    const counts = new Map<number | null, number>();
    for (const { user } of clients) counts.set(user, (counts.get(user) ?? 0) + 1);
    const most = Math.max(...counts.values());
    const oldest = clients.find(({ user }) => counts.get(user) === most);
    if (oldest === undefined) return null;
    clients = clients.filter((one) => one !== oldest);
    return oldest.client;
  }

  return {
    /**
     * Adds a client.
     *
     * @param user its user id; null where it is not known
     * @returns who has to give way; null where there was room
     */
    add(client: Client, user: number | null): Client | null {
      clients = [...clients, { client, user }];
      return clients.length > max ? takeOldest() : null;
    },
    remove(client: Client): void {
      clients = clients.filter((one) => one.client !== client);
    },
    takeOldest,
    count: (): number => clients.length,
  };
}
