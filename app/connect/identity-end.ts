import type { Connection } from '../connections/model.ts';
import { endpointIdOf } from '../endpoints/model.ts';
import type { Gateway } from '../gateway/model.ts';
import type { Lease } from '../tokens/model.ts';
import { leaseName, isLeaseOf, type KnownNames } from './lease-name.ts';
import { MAX_DEPENDENTS, type IdentityEnd } from './model.ts';

/** What may depend on an identity. */
export interface Dependents extends KnownNames {
  readonly connections: readonly Connection[];
  readonly gateways: ReadonlyArray<Pick<Gateway, 'connectionId' | 'state'>>;
  readonly leases: readonly Lease[];
}

/**
 * What there is to say of an identity that is about to end: which tokens, pinned connections and running gateways
 * depend on it.
 *
 * @param now in milliseconds since the epoch, as is `endsAt`
 * @returns null where nothing does
 */
export function identityEndOf(
  { profile, endsAt }: Pick<IdentityEnd, 'profile' | 'endsAt'>,
  { connections, gateways, leases, ...known }: Dependents,
  now: number,
): IdentityEnd | null {
  const own = connections.filter((one) => one.profile === profile);
  const running = new Set(
    gateways.filter(({ state }) => state === 'running').map(({ connectionId }) => connectionId),
  );
  const live = leases.filter((lease) => lease.expiresAt > now && isOf(profile, lease));
  const names = own
    .filter((one) => one.pinned || running.has(one.id) || live.some((lease) => isLeaseOf(lease, one)))
    .map(({ name }) => name)
    .concat(live.map((lease) => leaseName(lease, { connections, ...known })));
  const dependents = [...new Set(names)];
  if (dependents.length === 0) return null;
  return {
    profile,
    endsAt,
    dependents: dependents.slice(0, MAX_DEPENDENTS),
    count: dependents.length,
  };
}

/** An endpoint's id begins with its profile. */
function isOf(profile: string, { endpointId }: Pick<Lease, 'endpointId'>): boolean {
  const [start] = endpointIdOf({ profile, region: '' }, '', null).split('|');
  return endpointId.startsWith(`${start}|`);
}
