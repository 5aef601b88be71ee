import { rootCertificates } from 'node:tls';
import { succeed } from '../../app/common/result.ts';
import { DIRECT } from '../../app/proxies/model.ts';
import type { Outbound } from '../../app/proxies/ports.ts';

const direct: Outbound = { listFor: () => succeed(DIRECT), generation: () => 0, extraCa: () => null };

let current = direct;

/**
 * How this process leaves the machine. It is one for the process, as Node's own global agents are: whatever makes a
 * client of AWS goes by it without being told.
 */
export function outbound(): Outbound {
  return current;
}

/** Has all that leaves this process from now on go as it is said there; null has it leave directly. */
export function govern(next: Outbound | null): void {
  current = next ?? direct;
}

/**
 * The authorities to verify AWS with: those of a proxy of the company beside the known ones.
 *
 * @param bundle the authorities that take the place of the known ones, PEM; null for these
 * @returns null for the known ones alone
 */
export function trustedAuthorities(bundle: string | null): readonly string[] | null {
  const extra = current.extraCa();
  if (extra === null) return bundle === null ? null : [bundle];
  return [...(bundle === null ? rootCertificates : [bundle]), extra];
}
