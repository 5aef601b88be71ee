import { awsHostName, type AwsHostName } from '../endpoints/model.ts';
import type { Subject } from './subject.ts';

/** A database as RDS's calls name it. */
export interface NamedDatabase {
  /** `custom` and `proxy-endpoint`: the identifier is an endpoint's, whose cluster or proxy RDS tells. */
  readonly kind: 'instance' | 'cluster' | 'custom' | 'proxy' | 'proxy-endpoint';
  readonly identifier: string;
}

/** What each kind of name is the name of. What is in none of RDS's lists has no call of its own. */
const KINDS: Readonly<Record<AwsHostName['kind'], NamedDatabase['kind'] | null>> = {
  instance: 'instance',
  writer: 'cluster',
  reader: 'cluster',
  custom: 'custom',
  proxy: 'proxy',
  'proxy-endpoint': 'proxy-endpoint',
  'shard-group': null,
  global: null,
  dsql: null,
};

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
  const named = awsHostName(host);
  const kind = named === null ? null : KINDS[named.kind];
  return named === null || kind === null ? null : { kind, identifier: named.identifier };
}
