import { isInRange } from './ip-range.ts';

/** What is to be reached: `tcp` is a database. */
export interface Target {
  readonly protocol: 'http' | 'https' | 'tcp';
  /** In lower case, without brackets and without the root's dot. */
  readonly host: string;
  readonly port: number;
}

/**
 * This machine and its link: where tests and the sandbox are, and where an instance or a container has its credentials
 * from (`169.254.169.254`, `169.254.170.2`, `169.254.170.23`, `fd00:ec2::254`, `fd00:ec2::23`). A proxy would ask its
 * own machine in their place.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
 */
const LOCAL = ['127.0.0.0/8', '::1', '0.0.0.0', '::', '169.254.0.0/16', 'fe80::/10', 'fd00:ec2::/32'];

/** A target, its host as it is compared. */
export function targetOf(protocol: Target['protocol'], host: string, port: number): Target {
  return {
    protocol,
    host: host
      .toLowerCase()
      .replace(/^\[(.*)\]$/, '$1')
      .replace(/\.$/, ''),
    port,
  };
}

/** Whether no proxy is ever asked for a host, whoever names one. */
export function isLocal({ host }: Pick<Target, 'host'>): boolean {
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  return LOCAL.some((range) => isInRange(host, range));
}

/** A target as a URL, which is what a proxy auto-config script is asked with. */
export function urlOf({ protocol, host, port }: Target): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return `${protocol === 'http' ? 'http' : 'https'}://${name}:${port}/`;
}
