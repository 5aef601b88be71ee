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
 * What RDS calls the subject: as discovery has found it, or as its host says. Null for a host that is no name of RDS.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Endpoints.Viewing.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-endpoints.html
 */
export function databaseNamed({ known, address }: Pick<Subject, 'known' | 'address'>): NamedDatabase | null {
  if (known !== null) {
    const { kind, identifier } = known;
    if (kind === 'instance' || kind === 'member') return { kind: 'instance', identifier };
    if (kind === 'cluster' || kind === 'proxy') return { kind, identifier };
  }
  if (rdsHost(address.host)?.service !== 'rds') return null;
  const [identifier = '', second = '', third = ''] = address.host.toLowerCase().split('.');
  if (second === 'endpoint' && third.startsWith('proxy-')) return { kind: 'proxy-endpoint', identifier };
  const kind = KINDS.find(([label]) => label.test(second))?.[1];
  return kind === undefined ? null : { kind, identifier };
}
