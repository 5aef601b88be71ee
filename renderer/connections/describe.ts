import type { Connection } from '../../app/connections/model.ts';
import { addressText } from '../endpoints/describe.ts';

/** As whom and where, for the second line of a row; without what ends every RDS name. */
export function placeText({ dbUser, sign, dial }: Pick<Connection, 'dbUser' | 'sign' | 'dial'>): string {
  const host = sign.host.replace(/\.rds\.amazonaws\.com$/i, '');
  return [dbUser, host, ...(dial === null ? [] : [`through ${addressText(dial)}`])].join(' · ');
}

/** The same in full. */
export function placeInFull({ dbUser, sign, dial }: Pick<Connection, 'dbUser' | 'sign' | 'dial'>): string {
  const through = dial === null ? '' : `\nthrough ${addressText(dial)}`;
  return `${dbUser} at ${addressText(sign)}${through}`;
}
