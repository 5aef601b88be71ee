import type { InboundRule, Machine } from './ports.ts';

/** Whether a database's security groups let a machine in at its port; null where that depends on groups nobody may see. */
export function isLetIn(
  { addresses, securityGroups }: Pick<Machine, 'addresses' | 'securityGroups'>,
  rules: readonly InboundRule[],
  port: number,
): boolean | null {
  const isIn = rules
    .filter((rule) => coversPort(rule, port))
    .some(({ sources }) =>
      sources.some(
        (source) =>
          securityGroups?.includes(source) === true || addresses.some((address) => isWithin(address, source)),
      ),
    );
  return isIn || securityGroups !== null ? isIn : null;
}

function coversPort({ protocol, fromPort, toPort }: InboundRule, port: number): boolean {
  if (protocol === '-1') return true;
  if (protocol !== 'tcp' && protocol !== '6') return false;
  return (fromPort ?? 0) <= port && port <= (toPort ?? 65_535);
}

/** Whether an IPv4 address is in a CIDR range. A source that is none, such as a prefix list, has nobody in it. */
export function isWithin(address: string, range: string): boolean {
  const [network = '', length = ''] = range.split('/');
  const [one, other] = [numberOf(address), numberOf(network)];
  if (one === null || other === null || !/^\d{1,2}$/.test(length) || Number(length) > 32) return false;
  // shifts take their count modulo 32
  const mask = Number(length) === 0 ? 0 : (0xff_ff_ff_ff << (32 - Number(length))) >>> 0;
  return (one & mask) >>> 0 === (other & mask) >>> 0;
}

function numberOf(address: string): number | null {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255))
    return null;
  return parts.reduce((number, part) => number * 256 + Number(part), 0);
}
