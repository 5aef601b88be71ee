import { rdsHost } from './rds-host.ts';
import type { Subject } from './subject.ts';

/** A database as RDS's calls name it. */
export interface NamedDatabase {
  /** `custom` and `proxy-endpoint`: the identifier is an endpoint's, whose cluster or proxy RDS tells. */
  readonly kind: 'instance' | 'cluster' | 'custom' | 'proxy' | 'proxy-endpoint';
  readonly identifier: string;
}

/** The second label of each kind of host; an instance's is an account's own letters alone. */
const KINDS: readonly (readonly [label: RegExp, kind: NamedDatabase['kind']])[] = [
  [/^cluster-custom-/, 'custom'],
  [/^cluster-/, 'cluster'],
  [/^proxy-/, 'proxy'],
  [/^[a-z0-9]+$/, 'instance'],
];

/**
 * What RDS calls the subject: as its host says, else as discovery has found it. A custom endpoint has a name of its own,
 * which only its host tells from its cluster's. Null where neither is known.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Endpoints.Viewing.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-endpoints.html
 */
export function databaseNamed({ known, address }: Pick<Subject, 'known' | 'address'>): NamedDatabase | null {
  const named = namedByHost(address.host);
  if (named !== null || known === null) return named;
  const { kind, identifier } = known;
  if (kind === 'instance' || kind === 'member') return { kind: 'instance', identifier };
  return kind === 'dsql' ? null : { kind, identifier };
}

function namedByHost(host: string): NamedDatabase | null {
  if (rdsHost(host)?.service !== 'rds') return null;
  const [identifier = '', second = '', third = ''] = host.toLowerCase().split('.');
  if (second === 'endpoint' && third.startsWith('proxy-')) return { kind: 'proxy-endpoint', identifier };
  const kind = KINDS.find(([label]) => label.test(second))?.[1];
  return kind === undefined ? null : { kind, identifier };
}
