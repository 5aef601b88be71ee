import { aliasSigned, otherProtocol, wrongPort, wrongRegion } from '../causes/address.ts';
import type { Finding } from '../causes/finding.ts';
import { seen, type Observations } from '../observations.ts';
import { awsHostName } from '../../endpoints/model.ts';
import { isTunnelled, type DatabaseFacts, type Subject } from '../subject.ts';

/** What is wrong with what tokens are signed for. */
export function addressFindings(
  subject: Subject,
  observations: Observations,
  facts: DatabaseFacts | null,
): readonly Finding[] {
  const findings: Finding[] = [];
  const { address, region } = subject;
  const own = awsHostName(address.host);
  const described = facts?.address ?? null;
  const isAwsName = described !== null && sameHost(described.host, address.host);
  // a global cluster's name has no region: its writer may be in any
  const named = own?.region ?? null;
  if (named !== null && named !== region) findings.push(wrongRegion(subject, named));
  if (own === null && !isAwsName) findings.push(...aliasFindings(subject, observations, described));
  if (isAwsName && described.port !== address.port) findings.push(wrongPort(subject, described.port));
  const tls = seen(observations, 'tls');
  if (tls?.state === 'other-protocol') findings.push(otherProtocol(subject, tls.speaks));
  return findings;
}

/** The name is none that AWS gives. Where AWS was not asked, and nobody knows a better one, it may be right. */
function aliasFindings(
  subject: Subject,
  observations: Observations,
  described: DatabaseFacts['address'],
): readonly Finding[] {
  const canonical = seen(observations, 'alias')?.canonical.find((name) => awsHostName(name) !== null);
  const right = canonical ?? described?.host ?? null;
  if (right !== null) return [aliasSigned(subject, right)];
  const { host } = subject.address;
  const isNoName = /^(?:localhost|[\d.]+|.*:.*)$/i.test(host) || !isTunnelled(subject);
  return isNoName && observations.alias !== undefined ? [aliasSigned(subject, null)] : [];
}

function sameHost(a: string, b: string): boolean {
  return a.toLowerCase().replace(/\.$/, '') === b.toLowerCase().replace(/\.$/, '');
}
