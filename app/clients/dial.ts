import { fail, succeed, type Result } from '../failure.ts';
import type { ClientTarget, OpenTarget, ResolveHost } from './ports.ts';

/**
 * How a client's socket gets where a target says while TLS is still verified for the sign host.
 *
 * libpq verifies `host` and dials `hostaddr` (PostgreSQL documentation, 34.1.2 "Parameter Key Words").
 * MySQL's and MariaDB's clients have no such pair: they verify the name that they dial. Through a tunnel
 * they can be opened only where the sign host's name leads to the tunnel, as a line in the hosts file
 * makes it do. Less verification is no way out.
 *
 * @param by whether the client dials an address beside the name that it verifies, or that name itself
 * @returns `unreachable` where the dial host has no address; `dial-unsupported` where a client would have
 *   to verify the tunnel's name instead of the database's
 */
export async function dialled(
  target: OpenTarget,
  resolve: ResolveHost,
  by: 'address' | 'name' = target.family === 'postgres' ? 'address' : 'name',
): Promise<Result<ClientTarget>> {
  const { dial, caFile: _, ...named } = target;
  const rest = { ...named, way: 'direct' } as const;
  if (dial === null) return succeed({ ...rest, hostaddr: null });
  if (dial.host.toLowerCase() === target.host.toLowerCase()) {
    return succeed({ ...rest, port: dial.port, hostaddr: null });
  }
  const addresses = await resolve(dial.host);
  const [first] = addresses;
  if (first === undefined) {
    return fail('unreachable', `${dial.host} has no address.`, {
      hint: 'This connection dials it. Start the tunnel, or correct the dial host.',
    });
  }
  if (by === 'address') return succeed({ ...rest, port: dial.port, hostaddr: first });
  const own = await resolve(target.host);
  if (addresses.some((address) => own.includes(address))) {
    return succeed({ ...rest, port: dial.port, hostaddr: null });
  }
  const who = target.family === 'postgres' ? 'JDBC drivers' : 'MySQL clients';
  return fail('dial-unsupported', `${who} verify the name that they dial, and ${dial.host} is not it.`, {
    hint: `Add the line “${first} ${target.host}” to the hosts file: the tunnel then has the database's name, and TLS stays verified. A copied token works as it is.`,
  });
}
