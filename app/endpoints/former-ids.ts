import { MAX_FORMER_IDS, type Endpoint } from './model.ts';

/**
 * Endpoints with the resource IDs that they had before: a database that was restored or replaced (blue/green) keeps its
 * address and gets a new ID, and policies that name the old one no longer fit.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/blue-green-deployments-considerations.html
 *
 * @param before what was known of the same region
 */
export function withFormerIds(found: readonly Endpoint[], before: readonly Endpoint[]): Endpoint[] {
  const known = new Map(before.map((one) => [one.id, one]));
  return found.map((one) => {
    const old = known.get(one.id);
    if (old === undefined) return one;
    const ids = [old.resourceId, ...old.formerIds].filter((id) => id !== one.resourceId && id !== '');
    return { ...one, formerIds: [...new Set(ids)].slice(0, MAX_FORMER_IDS) };
  });
}
