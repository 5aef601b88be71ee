import { fail, succeed, type Result } from '../common/result.ts';
import type { ClientTarget, OpenTarget, ResolveHost } from './ports.ts';

/**
 * How a client's socket gets where a target says while TLS is still verified for the database host.
 *
 * libpq verifies `host` and dials `hostaddr` (PostgreSQL documentation, 34.1.2 "Parameter Key Words").
 * MySQL's and MariaDB's clients have no such pair: they verify the name that they connect to. Through a tunnel
 * they can be opened only where the database host's name leads to the tunnel, as a line in the hosts file
 * makes it do. Less verification is no way out.
 *
 * @param by whether the client dials an address beside the name that it verifies, or that name itself
 * @returns `unreachable` where the connect host has no address; `connect-host-unsupported` where a client would have
 *   to verify the tunnel's name instead of the database's
 */
export async function resolveConnectAddress(
  target: OpenTarget,
  resolve: ResolveHost,
  by: 'address' | 'name' = target.family === 'postgres' ? 'address' : 'name',
): Promise<Result<ClientTarget>> {
  const { connectAddress, caFile: _, ...named } = target;
  const rest = { ...named, route: 'direct', localSide: null } as const;
  if (connectAddress === null) return succeed({ ...rest, hostaddr: null });
  if (connectAddress.host.toLowerCase() === target.host.toLowerCase()) {
    return succeed({ ...rest, port: connectAddress.port, hostaddr: null });
  }
  const addresses = await resolve(connectAddress.host);
  const [first] = addresses;
  if (first === undefined) {
    return fail('unreachable', `${connectAddress.host} has no address.`, {
      hint: 'This connection connects to it. Start the tunnel, or correct the connect host.',
    });
  }
  if (by === 'address') return succeed({ ...rest, port: connectAddress.port, hostaddr: first });
  const own = await resolve(target.host);
  if (addresses.some((address) => own.includes(address))) {
    return succeed({ ...rest, port: connectAddress.port, hostaddr: null });
  }
  const who = target.family === 'postgres' ? 'JDBC drivers' : 'MySQL clients';
  return fail(
    'connect-host-unsupported',
    `${who} verify the name that they connect to, and ${connectAddress.host} is not it.`,
    {
      hint: `Add the line “${first} ${target.host}” to the hosts file: the tunnel then has the database's name, and TLS stays verified. A copied token works as it is.`,
    },
  );
}
