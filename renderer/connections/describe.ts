import type { Connection } from '../../app/connections/model.ts';
import { addressText } from '../endpoints/describe.ts';

/** As whom and where, for the second line of a row; without what ends every RDS name. */
export function userAndHost({
  dbUser,
  address,
  connectAddress,
}: Pick<Connection, 'dbUser' | 'address' | 'connectAddress'>): string {
  const host = address.host.replace(/\.rds\.amazonaws\.com$/i, '');
  return [dbUser, host, ...(connectAddress === null ? [] : [`through ${addressText(connectAddress)}`])].join(
    ' · ',
  );
}

/** The same in full. */
export function userAndAddress({
  dbUser,
  address,
  connectAddress,
}: Pick<Connection, 'dbUser' | 'address' | 'connectAddress'>): string {
  const through = connectAddress === null ? '' : `\nthrough ${addressText(connectAddress)}`;
  return `${dbUser} at ${addressText(address)}${through}`;
}
