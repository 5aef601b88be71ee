import { shellWord } from '../../common/text/shell.ts';
import { isTunnelled, tunnelText, type DatabaseFacts, type Subject } from '../subject.ts';
import { hostAndPort } from './address.ts';
import type { Finding } from './finding.ts';

/** AWS does not serve the database at the moment. */
export function notAvailable({ name, region }: Subject, facts: DatabaseFacts | null, words = ''): Finding {
  const status = facts?.status ?? '';
  const isStopped = status === 'stopped' || status === 'inactive';
  const start =
    facts === null || !isStopped || facts.kind === 'proxy' || facts.kind === 'dsql'
      ? null
      : facts.kind === 'instance'
        ? `aws rds start-db-instance --db-instance-identifier ${shellWord(facts.identifier)} --region ${region}`
        : `aws rds start-db-cluster --db-cluster-identifier ${shellWord(facts.identifier)} --region ${region}`;
  return {
    cause: 'database-not-available',
    certainty: 'certain',
    headline: status === '' ? `${name} takes no connections at the moment.` : `${name} is ${status}.`,
    detail: words,
    next: isStopped ? 'Start it; that takes some minutes.' : 'Wait until AWS says that it is available.',
    remedies: start === null ? [] : [{ kind: 'command', command: start }],
  };
}

/** How a database could not be reached. */
export type Unreached = 'not-found' | 'refused' | 'timed-out' | 'no-route' | 'reset' | 'closed' | 'silent';

/** The database could not be reached. @param isPrivate whether its addresses are; null where nobody knows */
export function unreachable(
  subject: Subject,
  how: Unreached,
  isPrivate: boolean | null,
  facts: DatabaseFacts | null,
  closedGroups: readonly string[] = [],
): Finding {
  const where = hostAndPort(subject.connectAddress);
  const tunnelled = isTunnelled(subject);
  const isInside = !tunnelled && (facts?.isPublic === false || isPrivate === true);
  const headlines: Record<Unreached, string> = {
    'not-found': `${subject.connectAddress.host} has no address.`,
    refused: `Nothing listens at ${where}.`,
    'timed-out': `${where} does not answer.`,
    'no-route': `There is no way from here to ${where}.`,
    reset: `${where} ended the connection at once.`,
    closed: `${where} ended the connection before it said anything.`,
    silent: `${where} was reached, and says nothing.`,
  };
  const details = [
    ...(isInside ? ['The database has a private address: it is reached from inside its VPC only.'] : []),
    ...(closedGroups.length > 0
      ? [`Its security groups (${closedGroups.join(', ')}) do not let this computer in.`]
      : []),
  ];
  const next = tunnelled
    ? 'Check that the tunnel is running and leads to the database.'
    : isInside
      ? 'Connect to the VPN, or through a tunnel.'
      : closedGroups.length > 0
        ? 'Ask for a rule that lets this computer’s address in.'
        : how === 'not-found'
          ? 'Check the name, the network and the VPN’s DNS.'
          : 'Check the network, the VPN and the security group.';
  return {
    cause: 'unreachable',
    certainty: 'certain',
    headline: headlines[how],
    detail: details.join(' '),
    next,
    remedies: [],
  };
}

/** The tunnel does not lead to the database. @param said why, and what to do next */
export function notThroughTunnel(
  { name, tunnel }: Subject,
  { message, hint }: { readonly message: string; readonly hint: string },
): Finding {
  return {
    cause: 'unreachable',
    certainty: 'certain',
    headline: `${name} cannot be reached through ${tunnel === undefined ? 'its tunnel' : tunnelText(tunnel)}.`,
    detail: message,
    next: hint,
    remedies: [],
  };
}

/** The server has no TLS. */
export function noTls({ name }: Subject): Finding {
  return {
    cause: 'no-tls',
    certainty: 'certain',
    headline: `${name} offers no TLS.`,
    detail: 'A token is sent through nothing else, and none was.',
    next: 'Turn TLS on at the server, or check that host and port are those of the database.',
    remedies: [],
  };
}

/** TLS cannot be agreed upon. @param words the library's */
export function tlsFailed({ address }: Subject, words: string): Finding {
  return {
    cause: 'no-tls',
    certainty: 'certain',
    headline: `TLS with ${address.host} failed.`,
    detail: `${words} No token was sent.`.trim(),
    next: 'Look what is between: a proxy that reads TLS, or a server that is too old for version 1.2.',
    remedies: [],
  };
}

/** A client connected without TLS. @param words the server's */
export function clientWithoutTls(words: string): Finding {
  return {
    cause: 'client-without-tls',
    certainty: 'certain',
    headline: 'The client connected without TLS.',
    detail: words,
    next: 'Let the client verify the server: sslmode=verify-full, or --ssl-mode=VERIFY_IDENTITY.',
    remedies: [],
  };
}

/** What TLS refuses. */
export type CertificateFault = 'unknown-authority' | 'expired' | 'not-yet-valid' | 'wrong-name';

/** The certificate is not the one to trust. @param names in it, where they are others */
export function certificateRefused(
  { address }: Subject,
  fault: CertificateFault,
  names: readonly string[] = [],
): Finding {
  const { host } = address;
  const sent = 'No token was sent.';
  const edit = { kind: 'edit', field: 'caFile', value: '' } as const;
  switch (fault) {
    case 'unknown-authority':
      return {
        cause: 'certificate-unknown',
        certainty: 'certain',
        headline: `No known authority has signed the certificate of ${host}.`,
        detail: sent,
        next: 'If the database has a certificate of its own, choose its CA file; else look who answers there.',
        remedies: [edit],
      };
    case 'wrong-name':
      return {
        cause: 'name-mismatch',
        certainty: 'certain',
        headline: `The certificate is not for ${host}.`,
        detail: names.length > 0 ? `It is for ${names.slice(0, 3).join(', ')}. ${sent}` : sent,
        next: 'Check that host and tunnel are those of this database.',
        remedies: [],
      };
    default:
      return {
        cause: 'certificate-expired',
        certainty: 'certain',
        headline:
          fault === 'expired'
            ? `The certificate of ${host} has expired.`
            : `The certificate of ${host} is not valid yet.`,
        detail: sent,
        next:
          fault === 'expired'
            ? 'Rotate the database’s certificate to the newest RDS authority, or choose the CA file that fits.'
            : 'Check the clock of this computer.',
        remedies: fault === 'expired' ? [edit] : [],
      };
  }
}

/** The server has no room for another connection. @param words the server's */
export function connectionsFull({ name }: Subject, words: string): Finding {
  return {
    cause: 'connections-full',
    certainty: 'certain',
    headline: `${name} has no room for another connection.`,
    detail: words,
    next: 'Close connections that nobody uses, or put a pool or RDS Proxy between.',
    remedies: [],
  };
}
