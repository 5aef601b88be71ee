import { succeed, type Failure, type Result } from '../common/result.ts';
import type { StateFile } from '../common/state-file.ts';
import {
  defaultRouteOf,
  withDefaultRoute,
  type DefaultRoute,
  type NetworkRoute,
  type Placed,
} from './model.ts';

/**
 * Remembers how the databases of private networks are reached. A change is written first, and holds only then.
 *
 * @param onChanged told of all of them
 */
export function createRememberedRoutes(
  file: StateFile<DefaultRoute[]>,
  onChanged: (routes: DefaultRoute[]) => void,
) {
  let routes: readonly DefaultRoute[] = [];
  return {
    all: (): DefaultRoute[] => [...routes],
    /** How a database that was found is reached, as far as anybody has said. */
    of: (endpoint: Placed): NetworkRoute => defaultRouteOf(endpoint, routes) ?? { kind: 'direct' },
    /** Takes what a person says of a network; null has it asked again. @returns `file-unwritable` */
    async set(network: string, route: NetworkRoute | null): Promise<Result<Record<string, never>>> {
      const next = withDefaultRoute(routes, network, route);
      const saved = await file.save([...next]);
      if (!saved.ok) return saved;
      routes = next;
      onChanged([...routes]);
      return succeed({});
    },
    /** Reads the file; returns what was wrong with it. */
    async load(): Promise<Failure | null> {
      const { value, problem } = await file.load();
      routes = value;
      return problem;
    },
  };
}
