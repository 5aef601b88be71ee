import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { curlValue } from '../../app/common/text/config-files.ts';

/** What gives a script access to the running Latchkey. */
export interface Access {
  /** The socket's path, or the named pipe's. */
  readonly socket: string;
  readonly secret: string;
}

/**
 * The access as curl's own configuration, so that a shell script has nothing to take apart and the secret is in no
 * argument list. No proxy is asked.
 * https://curl.se/docs/manpage.html#-K
 *
 * @param more further options of curl, by their long names
 */
export function curlConfig(
  { socket, secret }: Access,
  more: ReadonlyArray<readonly [string, string?]> = [],
): string {
  const settings: ReadonlyArray<readonly [string, string?]> = [
    ['unix-socket', socket],
    ['url', 'http://latchkey/'],
    ['header', `authorization: Bearer ${secret}`],
    // the words are sent at once, without asking whether they may be
    ['header', 'expect:'],
    ['header', 'content-type: application/octet-stream'],
    ['data-binary', '@-'],
    ['noproxy', '*'],
    ['connect-timeout', '5'],
    ['silent'],
    ...more,
  ];
  return settings
    .map(([name, value]) => (value === undefined ? `${name}\n` : `${name} = ${curlValue(value)}\n`))
    .join('');
}

/** Whether a request has the secret; in the same time whatever is wrong, for a hash of each is compared. */
export function isAllowed({ headers }: Pick<IncomingMessage, 'headers'>, secret: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(headers.authorization ?? ''), hash(`Bearer ${secret}`));
}

/** The whole body of a request; null where there are more bytes of it than `max`, or where whoever sent it has gone. */
export function bodyOf(request: IncomingMessage, max: number): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= max) {
        chunks.push(chunk);
        return;
      }
      // the rest is not read; the refusal closes the connection
      request.pause();
      resolve(null);
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', () => resolve(null));
    request.once('close', () => resolve(null));
  });
}
