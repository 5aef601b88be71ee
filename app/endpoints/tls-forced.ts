import type { DescribedInstance } from './ports.ts';

/**
 * Whether a database refuses connections without TLS, as far as its default parameter group says so: that cannot be
 * changed, so its values are the engine's. RDS for PostgreSQL has `rds.force_ssl` on from version 15. A group of one's
 * own would cost a call for each, and other engines document no such version: null.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
 */
export function tlsForcedBy({
  engine,
  engineVersion,
  parameterGroup,
}: Pick<DescribedInstance, 'engine' | 'engineVersion' | 'parameterGroup'>): boolean | null {
  if (engine !== 'postgres' || parameterGroup?.startsWith('default.') !== true) return null;
  const major = Number.parseInt(engineVersion, 10);
  return Number.isNaN(major) ? null : major >= 15;
}
