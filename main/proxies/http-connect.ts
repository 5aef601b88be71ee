import type { Duplex } from 'node:stream';
import { plainLine } from '../../app/common/text/plain-text.ts';
import { proxyText, type Proxy } from '../../app/proxies/model.ts';
import type { Address } from './address.ts';
import { hostAndPort } from './address.ts';
import { readUntil } from './read-until.ts';
import { ProxyError } from './proxy-error.ts';

/** The longest head of an answer, in bytes. */
const MAX_HEAD_BYTES = 16 * 1024;

/**
 * Has an HTTP proxy connect to a host (RFC 9110, 9.3.6). What the host has said already stays in the stream.
 *
 * @throws ProxyError
 */
export async function connectByHttp(stream: Duplex, proxy: Proxy, to: Address): Promise<void> {
  const where = hostAndPort(to);
  stream.write(
    [
      `CONNECT ${where} HTTP/1.1`,
      `Host: ${where}`,
      ...(proxy.user === '' && proxy.password === '' ? [] : [`Proxy-Authorization: ${basic(proxy)}`]),
      'Proxy-Connection: keep-alive',
      '\r\n',
    ].join('\r\n'),
  );
  const head = await readUntil(stream, (read) => endOfHead(read), MAX_HEAD_BYTES);
  const name = proxyText(proxy);
  const [, status = '', reason = ''] =
    /^HTTP\/1\.[01] (\d{3})(?: ([^\r\n]*))?/.exec(head?.toString('latin1') ?? '') ?? [];
  if (status === '') {
    const what = head === null ? 'ended the connection' : 'did not answer as an HTTP proxy does';
    throw new ProxyError('proxy-unreachable', `The proxy ${name} ${what}.`);
  }
  if (status.startsWith('2')) return;
  const said = `${status} ${plainLine(reason).slice(0, 80)}`.trim();
  // tinyproxy says 401 of a wrong password
  if (status === '407' || status === '401') {
    const what =
      proxy.user === '' ? 'asks for a user and a password' : 'did not accept the user and the password';
    throw new ProxyError('proxy-auth-required', `The proxy ${name} ${what}.`);
  }
  throw new ProxyError('proxy-refused', `The proxy ${name} does not connect to ${where}: ${said}.`);
}

function endOfHead(read: Buffer): number | null {
  const at = read.indexOf('\r\n\r\n');
  return at === -1 ? null : at + 4;
}

/** RFC 7617, in UTF-8. */
function basic({ user, password }: Proxy): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
