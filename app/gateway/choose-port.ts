import type { EngineFamily } from '../endpoints/model.ts';
import { fail, succeed, type Result } from '../common/result.ts';
import type { PortIsFree } from './ports.ts';

/**
 * Where a family's ports begin: its own port with a 1 in front, below what systems hand out to outgoing
 * connections (Linux: 32768, IANA: 49152), so that nobody else comes to hold one by chance.
 */
const FIRST: Record<EngineFamily, number> = { postgres: 15_432, mysql: 13_306, mariadb: 13_306 };

/** How many ports are tried. */
const TRIES = 1_000;

/**
 * The first port of a family that no other gateway has and nobody holds now.
 *
 * @param taken the ports of other gateways, whether they listen or not
 * @returns `port-in-use` where none of a thousand is free
 */
export async function choosePort(
  family: EngineFamily,
  taken: ReadonlySet<number>,
  isFree: PortIsFree,
): Promise<Result<number>> {
  const first = FIRST[family];
  for (let port = first; port < first + TRIES; port += 1) {
    if (!taken.has(port) && (await isFree(port))) return succeed(port);
  }
  return fail('port-in-use', `No port from ${first} to ${first + TRIES - 1} is free.`, {
    hint: 'Choose a port by hand.',
  });
}
