import { lookup } from 'node:dns/promises';
import type { ResolveHost } from '../../app/clients/ports.ts';

/** A host's addresses as this machine resolves them, its hosts file first; IPv4 in front, where tunnels listen. */
export const resolveHost: ResolveHost = async (host) => {
  try {
    const found = await lookup(host, { all: true });
    return found.toSorted((a, b) => a.family - b.family).map(({ address }) => address);
  } catch {
    return [];
  }
};
