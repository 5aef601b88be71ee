import type { Address } from './subject.ts';

/** What can be wrong with a token that somebody has copied, as a closed set; the first found says most. */
export type TokenFault =
  | 'truncated'
  | 'encoded'
  | 'scheme'
  | 'quoted'
  | 'white-space'
  | 'ended'
  | 'not-yet-valid'
  | 'other-host'
  | 'other-port'
  | 'other-region'
  | 'other-user';

/** What a token should be for. */
export interface TokenExpected {
  readonly address: Address;
  /** Where the socket goes, which some sign for by mistake. */
  readonly connectAddress: Address;
  readonly region: string;
  readonly dbUser: string;
}

/** The longest text that is looked at, in characters: tokens have up to some 2,000. */
const MAX_TOKEN_LENGTH = 10_000;

/** Signed requests have one of these early; signers order them as they like. */
const SIGNED = /(?:Action|DBUser|X-Amz-[A-Za-z-]+)(?:=|%3D)/;

/** How far a token may be ahead of the clock, in milliseconds. */
const MAX_AHEAD_MS = 5 * 60_000;

const NEEDED = [
  'Action',
  'DBUser',
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-SignedHeaders',
  'X-Amz-Signature',
] as const;

/**
 * Looks at a text that may be a token for a database, whole or spoilt on the way.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.Connecting.html
 *
 * @param now in milliseconds since the epoch, by AWS's clock
 * @returns what is wrong with it; null for a text that is no token, or one for some other database
 */
export function readToken(text: string, expected: TokenExpected, now: number): readonly TokenFault[] | null {
  if (text.length > MAX_TOKEN_LENGTH || !SIGNED.test(text)) return null;
  const faults: TokenFault[] = [];
  let token = text.trim();
  if (/\s/.test(text)) faults.push('white-space');
  token = token.replaceAll(/\s/g, '');
  if (/^["'].*["']$/.test(token)) {
    faults.push('quoted');
    token = token.slice(1, -1);
  }
  if (/\/%3F|Action%3Dconnect/i.test(token)) {
    faults.push('encoded');
    token = decoded(token);
  }
  if (/^https?:\/\//i.test(token)) {
    faults.push('scheme');
    token = token.replace(/^https?:\/\//i, '');
  }
  // the AWS SDK for Go signs the same request, and writes it without the slash
  const [, host = '', port = '', query = ''] = /^([^:/?]+):(\d{1,5})\/?\?(.*)$/.exec(token) ?? [];
  const named = parametersOf(query);
  const { address, connectAddress } = expected;
  const isFor = (one: Address): boolean => host.toLowerCase() === one.host.toLowerCase();
  if (!isFor(address) && !isFor(connectAddress)) return null;
  const isWhole =
    NEEDED.every((name) => named.has(name)) &&
    named.get('X-Amz-SignedHeaders') === 'host' &&
    /^[0-9a-f]{64}$/.test(named.get('X-Amz-Signature') ?? '');
  if (!isWhole) faults.unshift('truncated');
  faults.push(...timeFaults(named, now));
  if (!isFor(address)) faults.push('other-host');
  if (Number(port) !== address.port) faults.push('other-port');
  const region = named.get('X-Amz-Credential')?.split('/')[2];
  if (region !== undefined && region !== expected.region) faults.push('other-region');
  const user = named.get('DBUser');
  if (user !== undefined && user !== expected.dbUser) faults.push('other-user');
  return faults;
}

function timeFaults(named: ReadonlyMap<string, string>, now: number): TokenFault[] {
  const written = named.get('X-Amz-Date') ?? '';
  const time = written.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const signedAt = Date.parse(time);
  const lastsMs = Number(named.get('X-Amz-Expires')) * 1_000;
  if (Number.isNaN(signedAt) || Number.isNaN(lastsMs)) return [];
  if (signedAt + lastsMs < now) return ['ended'];
  return signedAt > now + MAX_AHEAD_MS ? ['not-yet-valid'] : [];
}

/** A query's parameters, by their decoded names. */
function parametersOf(query: string): ReadonlyMap<string, string> {
  return new Map(
    query.split('&').map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [decoded(name), decoded(value.join('='))] as const;
    }),
  );
}

/** What is percent-encoded, decoded; as it is where that cannot be, as when it was cut in the middle. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
