import type { SecurityGroupsSeen } from '../observations.ts';

/** A rule of a security group for what comes in. */
export interface InboundRule {
  /** `tcp`, `-1` for all, or another protocol. */
  readonly protocol: string;
  /** Null for all ports. */
  readonly fromPort: number | null;
  readonly toPort: number | null;
  /** Ranges of addresses, IDs of other groups and of prefix lists. */
  readonly sources: readonly string[];
}

/** A security group. */
export interface SecurityGroup {
  readonly id: string;
  readonly inbound: readonly InboundRule[];
}

/** What lets in everybody. */
const EVERYBODY = new Set(['0.0.0.0/0', '::/0']);

/**
 * Whom a database's security groups let in at its port. From which address this computer comes, only AWS sees.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export function whomTheyLetIn(groups: readonly SecurityGroup[], port: number): SecurityGroupsSeen {
  const sources = groups
    .flatMap(({ inbound }) => inbound)
    .filter(({ protocol, fromPort, toPort }) => {
      const isTcp = protocol === 'tcp' || protocol === '6' || protocol === '-1';
      const isAnyPort = protocol === '-1' || fromPort === null || toPort === null || fromPort === -1;
      return isTcp && (isAnyPort || (fromPort <= port && port <= toPort));
    })
    .flatMap((rule) => rule.sources);
  const isOpen = sources.some((source) => EVERYBODY.has(source));
  return {
    letsIn: isOpen ? true : sources.length === 0 ? false : null,
    groups: groups.map(({ id }) => id),
    sources: [...new Set(sources)],
  };
}
