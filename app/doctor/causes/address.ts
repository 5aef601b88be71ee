import { isTunnelled, type Address, type Subject } from '../subject.ts';
import type { Finding } from './finding.ts';

/** Tokens are signed for another region than the database's. */
export function wrongRegion({ region, address }: Subject, right: string): Finding {
  return {
    cause: 'wrong-region',
    certainty: 'certain',
    headline: `Tokens are signed for ${region}, and the database is in ${right}.`,
    detail: `Its name says so: ${address.host}.`,
    next: `Set the region of this connection to ${right}.`,
    remedies: [{ kind: 'edit', field: 'region', value: right }],
  };
}

/** Tokens are signed for a name that is not AWS's. @param right AWS's own name, null where it is not known */
export function aliasSigned({ address }: Subject, right: string | null): Finding {
  return {
    cause: 'alias-signed',
    certainty: right === null ? 'likely' : 'certain',
    headline: `Tokens are signed for ${address.host}, which is not the database’s own name.`,
    detail:
      'RDS takes tokens for the name that AWS gave only, not for an alias, an address or the end of a tunnel.',
    next:
      right === null
        ? 'Set the host to the endpoint that the RDS console shows, and what you connect to beside it.'
        : `Set the host to ${right}.`,
    remedies: right === null ? [] : [{ kind: 'edit', field: 'host', value: right }],
  };
}

/** Tokens are signed for another port than the database's. */
export function wrongPort({ address }: Subject, right: number): Finding {
  return {
    cause: 'wrong-port',
    certainty: 'certain',
    headline: `Tokens are signed for port ${address.port}, and the database listens on ${right}.`,
    detail: 'A token holds for its port only.',
    next: `Set the port to ${right}.`,
    remedies: [{ kind: 'edit', field: 'port', value: String(right) }],
  };
}

/** Something else answers at the port. @param speaks what it is; empty where nobody knows */
export function otherProtocol(subject: Subject, speaks: string): Finding {
  const { connectAddress, family } = subject;
  const what = PROTOCOLS[speaks] ?? 'Something that is no database';
  const tunnelled = isTunnelled(subject);
  return {
    cause: 'wrong-port',
    certainty: 'certain',
    headline: `${what} answers at ${hostAndPort(connectAddress)}, not ${PROTOCOLS[family] ?? family}.`,
    detail: '',
    next: tunnelled ? 'Check where the tunnel leads.' : 'Check the port.',
    remedies: [],
  };
}

const PROTOCOLS: Readonly<Record<string, string>> = {
  postgres: 'PostgreSQL',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  http: 'A web server',
  ssh: 'An SSH server',
  tls: 'A server that begins with TLS',
};

/** A host and a port as people write them. */
export function hostAndPort({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
