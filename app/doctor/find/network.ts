import type { Finding } from '../causes/finding.ts';
import {
  certificateRefused,
  notAvailable,
  noTls,
  notThroughTunnel,
  tlsFailed,
  unreachable,
} from '../causes/network.ts';
import { seen, type Observations } from '../observations.ts';
import type { DatabaseFacts, Subject } from '../subject.ts';

/**
 * Statuses in which a database takes no connections; there are many in which it does.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html
 */
const NOT_SERVING =
  /^(?:stopp|start|creat|delet|fail|inaccessible|incompatible|restore-error|insufficient|inactive|suspend)/;

/** What keeps a connection from standing, with verified TLS on it. */
export function networkFindings(
  subject: Subject,
  observations: Observations,
  facts: DatabaseFacts | null,
): readonly Finding[] {
  const isFresh = seen(observations, 'description')?.state === 'found';
  if (isFresh && facts !== null && NOT_SERVING.test(facts.status)) return [notAvailable(subject, facts)];
  const name = seen(observations, 'name');
  const isPrivate = name?.state === 'resolved' ? name.isPrivate : null;
  const groups = seen(observations, 'securityGroups');
  const closed = groups?.letsIn === false ? groups.groups : [];
  if (name?.state === 'not-found') return [unreachable(subject, 'not-found', isPrivate, facts)];
  const reach = seen(observations, 'reach');
  if (reach?.state === 'no-tunnel') return [notThroughTunnel(subject, reach)];
  if (reach !== null && reach.state !== 'connected') {
    return [unreachable(subject, reach.state, isPrivate, facts, closed)];
  }
  const tls = seen(observations, 'tls');
  switch (tls?.state) {
    case 'no-tls':
      return [noTls(subject)];
    case 'unknown-authority':
    case 'expired':
    case 'not-yet-valid':
      return [certificateRefused(subject, tls.state)];
    case 'wrong-name':
      return [certificateRefused(subject, tls.state, tls.names)];
    case 'closed':
    case 'silent':
      return [unreachable(subject, tls.state, null, facts)];
    case 'failed':
      return [tlsFailed(subject, tls.words)];
    default:
      return [];
  }
}
