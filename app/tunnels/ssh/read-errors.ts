import type { TunnelEnd, TunnelEndCode } from '../model.ts';
import { tunnelEndOf } from '../model.ts';

/** How a line of `ssh` says what went wrong, the weightiest first: OpenSSH's own words with `LC_ALL=C`. */
const SIGNS: readonly (readonly [TunnelEndCode, RegExp])[] = [
  ['ssh-host-changed', /^(?:Host key for .+ has changed|.*REMOTE HOST IDENTIFICATION HAS CHANGED)/],
  ['ssh-host-unknown', /^Host key verification failed|^No .+ host key is known for /],
  ['ssh-auth-refused', /Permission denied \(|Too many authentication failures/],
  [
    'ssh-failed',
    /Bad (?:configuration option|owner or permissions|forwarding)|[Cc]ould not request local forwarding|cannot listen to|Address already in use|terminating, \d+ bad configuration|^Unable to negotiate/,
  ],
  [
    'ssh-unreachable',
    /Could not resolve hostname|Connection (?:refused|timed out|reset|closed)|Operation timed out|No route to host|(?:Network|Host) is (?:unreachable|down)|Timeout, server .+ not responding|kex_exchange_identification|closed by remote host|Broken pipe|Connection to .+ closed/,
  ],
];

/** The line by which `ssh` says that it has no connection to the database: a host that was forwarded to. */
const OPEN_FAILED = /^channel \d+: open failed: ([^:]+)(?:: (.*))?$/;

/**
 * Why `ssh` has ended, by what it has written. A server can write, too; it can make itself look unreachable, and no
 * more.
 *
 * @param lines of its standard error
 */
export function readSshEnd(lines: readonly string[]): TunnelEnd {
  for (const [code, sign] of SIGNS) {
    // what follows from it comes after it
    const line = lines.find((one) => sign.test(one));
    if (line !== undefined) return tunnelEndOf(code, detailOf(code, line));
  }
  return tunnelEndOf('ssh-failed', lines.findLast((line) => line !== '') ?? '');
}

/** Why one connection to the database was refused; null where a line says nothing of the kind. */
export function readRefusal(line: string): TunnelEnd | null {
  const [, what, why = ''] = OPEN_FAILED.exec(line) ?? [];
  if (what === undefined) return null;
  return what === 'administratively prohibited'
    ? tunnelEndOf('ssh-target-refused')
    : tunnelEndOf(
        'ssh-target-unreachable',
        what === 'connect failed' ? why : [what, why].filter(Boolean).join(', '),
      );
}

/** What the code says already is not said twice. */
function detailOf(code: TunnelEndCode, line: string): string {
  return code === 'ssh-host-changed' || code === 'ssh-host-unknown' ? '' : line.replace(/^ssh: /, '');
}
