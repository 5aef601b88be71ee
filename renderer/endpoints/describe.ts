import type { MergedViews } from '../../app/endpoints/merged-views.ts';
import type { Endpoint } from '../../app/endpoints/model.ts';

const engineNames: ReadonlyArray<readonly [RegExp, string]> = [
  [/^aurora-postgresql$/, 'Aurora PostgreSQL'],
  [/^aurora-dsql$/, 'Aurora DSQL'],
  [/^aurora(-mysql)?$/, 'Aurora MySQL'],
  [/^postgres$/, 'PostgreSQL'],
  [/^mysql$/, 'MySQL'],
  [/^mariadb$/, 'MariaDB'],
  [/^(custom-)?oracle/, 'Oracle'],
  [/^(custom-)?sqlserver/, 'SQL Server'],
  [/^db2/, 'Db2'],
  [/^docdb$/, 'DocumentDB'],
  [/^neptune$/, 'Neptune'],
];

/** AWS's name for an engine as people write it: `aurora-postgresql` is Aurora PostgreSQL. */
export function engineName(engine: string): string {
  return engineNames.find(([pattern]) => pattern.test(engine))?.[1] ?? engine;
}

/** The version people know: Aurora MySQL's `8.0.mysql_aurora.3.08.0` is 3.08.0. */
export function shortVersion(version: string): string {
  return version.replace(/^[\d.]+\.mysql_aurora\./, '');
}

/** What an endpoint is, for the second line of its row: engine, version, and its role or class. */
export function whatItIs(endpoint: Endpoint): string {
  const engine = `${engineName(endpoint.engine)} ${shortVersion(endpoint.engineVersion)}`.trim();
  return [engine, ...partsOf(endpoint)].filter((part) => part !== null && part !== '').join(' · ');
}

/** With which profile an endpoint is used that several see, and how many more there are; null for one that a single profile sees. */
export function waysText(endpoint: Endpoint, { ways }: Pick<MergedViews, 'ways'>): string | null {
  const others = (ways.get(endpoint)?.length ?? 1) - 1;
  return others === 0 ? null : `${endpoint.profile} +${others}`;
}

function partsOf({ kind, role, instanceClass, capacity, global }: Endpoint): ReadonlyArray<string | null> {
  if (kind === 'dsql') return [];
  if (kind === 'proxy') return ['RDS Proxy', role === 'reader' ? 'read-only' : 'read/write'];
  if (kind === 'global-cluster') return ['global writer'];
  if (role === 'instance') return [instanceClass];
  if (role === 'replica' || role === 'member') return [instanceClass, roleWords[role]];
  const shape = capacity !== null ? 'Serverless v2' : kind === 'multi-az-cluster' ? 'Multi-AZ cluster' : null;
  const part = global === null ? null : global.primary ? 'global primary' : 'global secondary';
  return [roleWords[role], shape, part];
}

/** What people call an endpoint's role. */
export const roleWords: Readonly<Record<Endpoint['role'], string>> = {
  instance: 'instance',
  replica: 'read replica',
  member: 'member',
  writer: 'writer',
  reader: 'reader',
  custom: 'custom endpoint',
};

/** An account number in groups of four, as people read it out. */
export function accountText(account: string): string {
  return /^\d{12}$/.test(account) ? account.replace(/(\d{4})(?=\d)/g, '$1-') : account;
}

/** Host and port as one would type them. */
export function addressText(address: NonNullable<Endpoint['address']>): string {
  return `${address.host}:${address.port}`;
}

/** States in which a database answers; any other is worth a word in its row. */
const answering = new Set([
  'available',
  'backing-up',
  'modifying',
  'storage-optimization',
  'storage-config-upgrade',
  'configuring-enhanced-monitoring',
  'configuring-iam-database-auth',
  'configuring-log-exports',
]);

/** AWS's status word as a word for people, or null where the database answers. */
export function statusWord(status: string): string | null {
  if (answering.has(status) || status === '') return null;
  const words = status.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const grouped = new Intl.NumberFormat('en-US');

/** A count with its thousands apart. */
export function countText(count: number): string {
  return grouped.format(count);
}

/**
 * How long ago something was, in the largest unit that says enough.
 *
 * @param ms milliseconds
 */
export function agoText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return `${seconds} s ago`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}
