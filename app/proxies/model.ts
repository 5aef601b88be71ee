import { z } from 'zod';
import { hostName } from '../common/address.ts';
import { fail, succeed, type Result } from '../common/result.ts';
import { lineOf } from '../common/text/schema.ts';

/** How a proxy is spoken to: HTTP's CONNECT (RFC 9110, 9.3.6), the same over TLS, or SOCKS 5 (RFC 1928). */
export const proxyProtocol = z.enum(['http', 'https', 'socks5']);

/** How a proxy is spoken to. */
export type ProxyProtocol = z.infer<typeof proxyProtocol>;

/** A proxy without its password, as people see it. */
export const proxyAddress = z.strictObject({
  protocol: proxyProtocol,
  host: hostName,
  port: z.int().min(1).max(65_535),
  /** Empty where it asks for nobody. */
  user: lineOf(255),
});

/** A proxy without its password. */
export type ProxyAddress = z.infer<typeof proxyAddress>;

/** A proxy with all that it takes to go through it. Its password is in no log and never in the window. */
export const proxy = proxyAddress.extend({
  /** Empty where there is none. */
  password: z.string().max(255),
});

/** A proxy with all that it takes to go through it. */
export type Proxy = z.infer<typeof proxy>;

/** How many proxies are tried for one connection. */
export const MAX_PROXIES = 8;

/** What is tried in order to reach something: proxies, or `direct` for none. */
export const proxyList = z
  .array(z.union([z.literal('direct'), proxy]))
  .min(1)
  .max(MAX_PROXIES);

/** What is tried in order to reach something. */
export type ProxyList = z.infer<typeof proxyList>;

/** The list of who needs no proxy. */
export const DIRECT: ProxyList = ['direct'];

/**
 * What a person has chosen: the environment's and the system's proxies, none, or one of their own. What is typed for an
 * own one stays while another choice holds.
 */
export const proxyChoice = z.strictObject({
  use: z.enum(['system', 'none', 'own']),
  own: proxyAddress.nullable(),
  /** Whether a password is kept for the own one. */
  hasPassword: z.boolean(),
  /** A PEM file of an authority that the proxy signs with, trusted for AWS beside the known ones; null for none. */
  caFile: z.string().max(4_096).nullable(),
});

/** What a person has chosen. */
export type ProxyChoice = z.infer<typeof proxyChoice>;

/** The choice of a new installation. */
export const defaultProxyChoice: ProxyChoice = { use: 'system', own: null, hasPassword: false, caFile: null };

/** How AWS is reached now, and by whose word. */
export const proxyNow = z.strictObject({
  /** In the order in which they are tried; empty where AWS is reached directly. */
  proxies: z.array(proxyAddress).max(MAX_PROXIES),
  /** `nobody` where nothing says anything. */
  saidBy: z.enum(['choice', 'environment', 'system', 'nobody']),
  /** What is wrong with what was said; null where nothing is. */
  problem: z.string().max(500).nullable(),
});

/** How AWS is reached now. */
export type ProxyNow = z.infer<typeof proxyNow>;

/** Ports that are meant where none is named. */
const PORTS: Readonly<Record<ProxyProtocol, number>> = { http: 80, https: 443, socks5: 1080 };

/** The schemes that people write. A proxy always looks names up itself, as `socks5h` says. */
const SCHEMES: Readonly<Record<string, ProxyProtocol>> = {
  http: 'http',
  https: 'https',
  socks: 'socks5',
  socks5: 'socks5',
  socks5h: 'socks5',
};

/** The longest address of a proxy that is looked at. */
const MAX_LENGTH = 2_048;

/** A scheme, a name and password, a host, a port; the last `@` counts, as with curl. Programs disagree on `\`. */
const ADDRESS =
  /^(?:([a-z][a-z\d+.-]*):\/\/)?(?:([^\s/\\]*)@)?(\[[\da-f:.]+\]|[^\s/:@[\]\\]+)(?::(\d{1,5}))?\/?$/i;

/**
 * Reads the address of a proxy as people write it in a variable or a field: `http://proxy.example.com:3128`,
 * `socks5://user:password@10.0.0.1`, `proxy:8080`.
 *
 * @returns `invalid-input` with what is wrong, which quotes nothing of it
 */
export function readProxy(text: string): Result<Proxy> {
  const typed = text.trim();
  const [, scheme = 'http', credentials = '', typedHost = '', typedPort] =
    (typed.length > MAX_LENGTH ? null : ADDRESS.exec(typed)) ?? [];
  if (typedHost === '') return invalid('This is not the address of a proxy.');
  const protocol = SCHEMES[scheme.toLowerCase()];
  if (protocol === undefined) return invalid('Latchkey knows http://, https:// and socks5:// proxies.');
  const at = credentials.indexOf(':');
  const user = decoded(at === -1 ? credentials : credentials.slice(0, at));
  const password = decoded(at === -1 ? '' : credentials.slice(at + 1));
  const read = proxy.safeParse({
    protocol,
    host: typedHost.replace(/^\[(.*)\]$/, '$1').replace(/(?<=[^.])\.$/, ''),
    port: typedPort === undefined ? PORTS[protocol] : Number(typedPort),
    user,
    password,
  });
  if (!read.success) return invalid('This is not the address of a proxy.');
  // RFC 1929 has one byte for each length, and a colon would end the user in HTTP's Basic (RFC 7617)
  if (isTooLong(user) || isTooLong(password) || user.includes(':') || /\p{Cc}/u.test(user + password)) {
    return invalid('The user or the password of the proxy cannot be sent to one.');
  }
  return succeed(read.data);
}

/** A proxy's address as people write it, without user and password. */
export function proxyText({ protocol, host, port }: Pick<Proxy, 'protocol' | 'host' | 'port'>): string {
  return `${protocol}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function invalid(message: string): ReturnType<typeof fail> {
  return fail('invalid-input', message, { hint: 'Write one such as http://proxy.example.com:3128.' });
}

/** The longest user or password, in bytes of UTF-8. */
const MAX_BYTES = 255;

function isTooLong(text: string): boolean {
  // a code unit takes three bytes at most, and a pair of them four
  return Array.from(text).reduce((sum, one) => sum + bytesOf(one.codePointAt(0) ?? 0), 0) > MAX_BYTES;
}

function bytesOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x8_00) return 2;
  return codePoint < 0x1_00_00 ? 3 : 4;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
