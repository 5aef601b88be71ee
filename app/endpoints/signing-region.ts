import { endpointIdOf, isGlobalName, type Endpoint } from './model.ts';

/** What somebody wants to log in to, as it was saved. */
export interface SavedAddress {
  readonly profile: string;
  readonly region: string;
  readonly address: NonNullable<Endpoint['address']>;
}

/**
 * The region that tokens for an address are signed for. A global cluster's writer may have moved to another region since
 * it was saved: then the one in which discovery has last seen it counts.
 *
 * @param get what discovery knows of an endpoint
 */
export function signingRegionOf(
  saved: SavedAddress,
  get: (endpointId: string) => Pick<Endpoint, 'region'> | undefined,
): string {
  const { address, region } = saved;
  if (!isGlobalName(address.host)) return region;
  return get(endpointIdOf(saved, '', address))?.region ?? region;
}
