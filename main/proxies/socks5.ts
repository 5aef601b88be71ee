import { isIPv4, isIPv6 } from 'node:net';
import type { Duplex } from 'node:stream';
import { proxyText, type Proxy } from '../../app/proxies/model.ts';
import { hostAndPort, type Address } from './address.ts';
import { ProxyError } from './proxy-error.ts';
import { readUntil } from './read-until.ts';

const VERSION = 5;
const WITHOUT_SIGN_IN = 0;
const BY_PASSWORD = 2;
const NO_METHOD = 0xff;
/** The most that an answer has, in bytes: a name of 255. */
const MAX_ANSWER_BYTES = 262;

/** The replies of RFC 1928, section 6. */
const REPLIES: Readonly<Record<number, string>> = {
  1: 'it failed',
  2: 'its rules do not allow it',
  3: 'there is no network',
  4: 'the host is out of reach',
  5: 'the connection was refused there',
  6: 'it took too long',
  7: 'it does not know CONNECT',
  8: 'it does not know this kind of address',
};

/**
 * Has a SOCKS 5 proxy connect to a host (RFC 1928), with a user and a password where it asks for them (RFC 1929). A name
 * is looked up by the proxy. What the host has said already stays in the stream.
 *
 * @throws ProxyError
 */
export async function connectBySocks(stream: Duplex, proxy: Proxy, to: Address): Promise<void> {
  const name = proxyText(proxy);
  const broken = (): ProxyError =>
    new ProxyError('proxy-unreachable', `The proxy ${name} did not answer as a SOCKS 5 proxy does.`);
  const answer = async (endOf: (read: Buffer) => number | null): Promise<Buffer> => {
    const read = await readUntil(stream, endOf, MAX_ANSWER_BYTES);
    if (read === null || read.length === 0) throw broken();
    return read;
  };
  const hasUser = proxy.user !== '' || proxy.password !== '';
  const methods = hasUser ? [WITHOUT_SIGN_IN, BY_PASSWORD] : [WITHOUT_SIGN_IN];
  stream.write(Buffer.from([VERSION, methods.length, ...methods]));
  const [version, method = NO_METHOD] = await answer(() => 2);
  if (version !== VERSION) throw broken();
  if (method === BY_PASSWORD && hasUser) {
    stream.write(Buffer.concat([Buffer.from([1]), counted(proxy.user), counted(proxy.password)]));
    const [, status] = await answer(() => 2);
    if (status !== 0) {
      throw new ProxyError(
        'proxy-auth-required',
        `The proxy ${name} did not accept the user and the password.`,
      );
    }
  } else if (method !== WITHOUT_SIGN_IN) {
    const what = hasUser ? 'accepts no password' : 'asks for a user and a password';
    throw new ProxyError('proxy-auth-required', `The proxy ${name} ${what}.`);
  }
  const port = Buffer.alloc(2);
  port.writeUInt16BE(to.port);
  stream.write(Buffer.concat([Buffer.from([VERSION, 1, 0]), addressOf(to.host), port]));
  const said = await answer(endOfReply);
  const [version2, reply = 1] = said;
  if (version2 !== VERSION) throw broken();
  if (reply === 0) return;
  const why = REPLIES[reply] ?? `reply ${reply}`;
  throw new ProxyError('proxy-refused', `The proxy ${name} does not connect to ${hostAndPort(to)}: ${why}.`);
}

function counted(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function addressOf(host: string): Buffer {
  if (isIPv4(host)) return Buffer.from([1, ...host.split('.').map(Number)]);
  if (isIPv6(host)) return Buffer.concat([Buffer.from([4]), bytesOfIpv6(host)]);
  return Buffer.concat([Buffer.from([3]), counted(host)]);
}

function bytesOfIpv6(host: string): Buffer {
  // a URL writes an address out in groups alone, also one that ends in IPv4's dots
  const [left = '', right] = new URL(`http://[${host}]`).hostname.slice(1, -1).split('::');
  const groups = (half: string): string[] => (half === '' ? [] : half.split(':'));
  const end = right === undefined ? [] : groups(right);
  const zeros = Array.from({ length: 8 - groups(left).length - end.length }, () => '0');
  return Buffer.from(
    [...groups(left), ...zeros, ...end].map((group) => group.padStart(4, '0')).join(''),
    'hex',
  );
}

/** The reply ends with the address that it was connected from, of which the kind tells the length. */
function endOfReply(read: Buffer): number | null {
  const [, , , kind, length] = read;
  // one that refuses may end here
  if (kind === undefined) return null;
  if (kind === 1) return 10;
  if (kind === 4) return 22;
  if (kind === 3) return length === undefined ? null : 7 + length;
  return 4;
}
