import { curlValue } from '../../app/common/text/config-files.ts';

/** What gives access to the running Latchkey. */
export interface Access {
  /** The socket's path, or the named pipe's. */
  readonly socket: string;
  readonly secret: string;
}

/** How long the command waits for an answer, in seconds: credentials may have to be renewed first. */
const ANSWER_WITHIN_S = 90;

/**
 * The access as curl's own configuration, so that the shell script has nothing to take apart and the secret is in no
 * argument list. No proxy is asked.
 * https://curl.se/docs/manpage.html#-K
 */
export function curlConfig({ socket, secret }: Access): string {
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
    ['max-time', String(ANSWER_WITHIN_S)],
    ['silent'],
  ];
  return settings
    .map(([name, value]) => (value === undefined ? `${name}\n` : `${name} = ${curlValue(value)}\n`))
    .join('');
}
