import { proxyText } from '../../app/proxies/model.ts';
import type { Connection } from '../../app/connections/model.ts';
import type { NetworkRoute } from '../../app/tunnels/model.ts';
import { addressText } from '../endpoints/describe.ts';

type Described = Pick<Connection, 'dbUser' | 'address' | 'networkRoute'>;

/** What a connection is reached through, in words; null where it is reached directly. */
export function throughText(route: NetworkRoute): string | null {
  switch (route.kind) {
    case 'direct':
      return null;
    case 'address':
      return addressText(route.address);
    case 'proxy':
      return route.proxy === null ? 'Proxy' : `Proxy, ${proxyText(route.proxy)}`;
    case 'ssh':
      return `SSH, ${route.destination}`;
    case 'session-manager':
      return route.target === null ? 'Session Manager' : `Session Manager, ${route.target}`;
  }
}

/** As whom and where, for the second line of a row; without what ends every RDS name. */
export function userAndHost({ dbUser, address, networkRoute }: Described): string {
  const host = address.host.replace(/\.rds\.amazonaws\.com$/i, '');
  const through = throughText(networkRoute);
  return [dbUser, host, ...(through === null ? [] : [`through ${through}`])].join(' · ');
}

/** The same in full. */
export function userAndAddress({ dbUser, address, networkRoute }: Described): string {
  const through = throughText(networkRoute);
  return `${dbUser} at ${addressText(address)}${through === null ? '' : `\nthrough ${through}`}`;
}
