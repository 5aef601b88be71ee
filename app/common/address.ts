import { z } from 'zod';

/** A label of a host name (RFC 1123, 2.1), with the underscore that real names have. */
const LABEL = /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/;

const ipv4 = z.ipv4();
const ipv6 = z.ipv6();

/** The longest host name, in characters and without the root's dot (RFC 1035, 2.3.4). */
const MAX_HOST = 253;

/**
 * Whether a text is a host: a name or an IP address, and nothing that a client would take for something else: no path
 * (libpq takes one for a Unix socket), list, URL, option, zone or port.
 *
 * - A name has ASCII labels; an international one is written as `xn--…` (RFC 5890), so that what is seen is what is asked for.
 * - It has no dot at its end: the signature and the certificate are for the name without one.
 * - A name whose last label is a number is an IPv4 address (WHATWG URL, "ends in a number checker"), and then a whole
 *   one: `127.1`, `0x7f.1` and the like are read differently by different programs.
 */
function isHost(text: string): boolean {
  if (text.length > MAX_HOST) return false;
  if (text.includes(':')) return ipv6.safeParse(text).success;
  const labels = text.split('.');
  if (!labels.every((label) => LABEL.test(label))) return false;
  const endsInNumber = /^(?:\d+|0x[0-9a-f]*)$/i.test(labels.at(-1) ?? '');
  return !endsInNumber || ipv4.safeParse(text).success;
}

/** A host name or an IP address. */
export const hostName = z.string().refine(isHost);

/** Where a socket goes: a host and a port. */
export const address = z.strictObject({ host: hostName, port: z.int().min(1).max(65_535) });
