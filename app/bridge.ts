import type { Channels } from './common/contract.ts';

/** The wire between a page and main, whichever host it runs in. */
export interface Wire {
  /** Sends a request; resolves with its reply. */
  ask(channel: string, input: unknown): Promise<unknown>;
  /** Listens to an event; the returned function stops. */
  listen(event: string, listener: (payload: unknown) => void): () => void;
}

/** The methods of one module on the bridge. */
type Methods = Record<string, (given: never) => unknown>;

/**
 * Builds the bridge: for each module its requests under their names, and `onChanged` for the event `changed`. Named
 * methods only: what is not in the list cannot be asked for.
 *
 * @param modules the names of each module, without schemas, so that the preload script stays small
 */
export function buildBridge(
  modules: Readonly<Record<string, Channels>>,
  { ask, listen }: Wire,
): Record<string, Methods> {
  return Object.fromEntries(
    Object.entries(modules).map(([module, { requests, events }]): [string, Methods] => [
      module,
      Object.fromEntries([
        ...requests.map((name): [string, Methods[string]] => [
          name,
          (input: unknown) => ask(`${module}:${name}`, input),
        ]),
        ...events.map((name): [string, Methods[string]] => [
          `on${name.charAt(0).toUpperCase()}${name.slice(1)}`,
          (listener: (payload: unknown) => void) => listen(`${module}:${name}`, listener),
        ]),
      ]),
    ]),
  );
}
