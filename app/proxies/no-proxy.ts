import { isInRange, isIpAddress } from './ip-range.ts';
import type { Target } from './target.ts';

/** How many entries of `NO_PROXY` are looked at; nobody writes as many. */
const MAX_ENTRIES = 4_096;

/**
 * Whether `NO_PROXY` names a host. Its entries are parted by commas or spaces: a name, which stands for those below it
 * too, with or without a dot or `*.` before it; an IP address or a range of them (`10.0.0.0/8`); each with a port or
 * without; `*` for all. This is the union of what curl, Python (and so the AWS CLI) and Go read in it.
 */
export function isNamedByNoProxy(target: Pick<Target, 'host' | 'port'>, noProxy: string): boolean {
  return noProxy
    .split(/[\s,]+/)
    .slice(0, MAX_ENTRIES)
    .some((entry) => entry !== '' && names(entry.toLowerCase(), target));
}

function names(entry: string, { host, port }: Pick<Target, 'host' | 'port'>): boolean {
  if (entry === '*') return true;
  const [, bracketed, bare, entryPort] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(entry) ?? [];
  // an IPv6 address without brackets has no port
  const named = bracketed ?? bare ?? entry;
  if (entryPort !== undefined && Number(entryPort) !== port) return false;
  if (isIpAddress(host)) return isInRange(host, named);
  const name = named.replace(/^\*?\.+/, '').replace(/\.$/, '');
  return name !== '' && (host === name || host.endsWith(`.${name}`));
}
