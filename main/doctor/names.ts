import { lookup, Resolver } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import type { AliasSeen, NameSeen } from '../../app/doctor/observations.ts';
import { awsHostName } from '../../app/endpoints/model.ts';

/**
 * Addresses that are reached from inside a network only.
 * https://www.iana.org/assignments/iana-ipv4-special-registry/
 * https://www.iana.org/assignments/iana-ipv6-special-registry/
 */
const PRIVATE = new BlockList();
PRIVATE.addSubnet('10.0.0.0', 8);
PRIVATE.addSubnet('172.16.0.0', 12);
PRIVATE.addSubnet('192.168.0.0', 16);
PRIVATE.addSubnet('100.64.0.0', 10);
PRIVATE.addSubnet('127.0.0.0', 8);
PRIVATE.addSubnet('169.254.0.0', 16);
PRIVATE.addAddress('::1', 'ipv6');
PRIVATE.addSubnet('fc00::', 7, 'ipv6');
PRIVATE.addSubnet('fe80::', 10, 'ipv6');

/** Whether an IP address is reached from inside a network only. */
export function isPrivateAddress(address: string): boolean {
  const version = isIP(address);
  return version !== 0 && PRIVATE.check(address, version === 4 ? 'ipv4' : 'ipv6');
}

/** What a host name leads to, as this computer resolves it for connections; throws where nobody can say. */
export async function lookUpName(host: string): Promise<NameSeen> {
  try {
    const found = await lookup(host, { all: true });
    const addresses = found.map(({ address }) => address);
    return { state: 'resolved', addresses, isPrivate: addresses.every(isPrivateAddress) };
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOTFOUND')
      return { state: 'not-found' };
    throw cause;
  }
}

/** How many names are followed: longer chains lead in a circle. */
const MAX_NAMES = 8;

/** How DNS is asked; a part of `Resolver`. */
export type NameServers = Pick<Resolver, 'resolveCname' | 'cancel'>;

/** The name servers of this computer. */
export function systemNameServers(): NameServers {
  return new Resolver({ timeout: 400, tries: 2 });
}

/** The names that a host is another name for, up to the one that AWS gave. */
export async function followAliases(
  host: string,
  servers: NameServers,
  signal: AbortSignal,
): Promise<AliasSeen> {
  const cancel = (): void => servers.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const canonical: string[] = [];
    let name: string | undefined = host;
    while (name !== undefined && canonical.length < MAX_NAMES && isIP(name) === 0) {
      [name] = await servers.resolveCname(name).catch((): string[] => []);
      if (name === undefined || canonical.includes(name)) break;
      canonical.push(name);
      if (awsHostName(name) !== null) break;
    }
    return { canonical };
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
