import type { EngineFamily } from '../../app/endpoints/model.ts';

/** What a text names; what it does not say is null. */
export interface TypedAddress {
  readonly host: string;
  readonly port: string | null;
  readonly family: EngineFamily | null;
  readonly dbUser: string | null;
  readonly database: string | null;
}

const families: Readonly<Record<string, EngineFamily>> = {
  postgres: 'postgres',
  postgresql: 'postgres',
  mysql: 'mysql',
  mariadb: 'mariadb',
};

/**
 * Takes apart what people type or paste for a host: a name, `name:port`, or a connection URL (RFC 3986, also
 * with JDBC's prefix). A password in it is dropped.
 */
export function splitAddress(text: string): TypedAddress {
  const typed = text.trim();
  const url = urlOf(typed.replace(/^jdbc:/i, ''));
  if (url !== null) {
    return {
      host: bare(decoded(url.hostname)),
      port: url.port === '' ? null : url.port,
      family: families[url.protocol.replace(/:$/, '').toLowerCase()] ?? null,
      dbUser: said(decoded(url.username)) ?? said(url.searchParams.get('user')),
      database: said(decoded(url.pathname.replace(/^\//, ''))),
    };
  }
  const nothing = { family: null, dbUser: null, database: null };
  const [, host, port] = /^(\[[0-9a-fA-F:.]+\]|[^\s:/@]+):(\d{1,5})$/.exec(typed) ?? [];
  if (host !== undefined && port !== undefined) return { ...nothing, host: bare(host), port };
  return { ...nothing, host: bare(typed), port: null };
}

/**
 * The region in an RDS name.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.RegionsAndAvailabilityZones.html
 */
export function regionOfHost(host: string): string | null {
  const [, region] =
    /\.([a-z]{2,8}(?:-[a-z]{1,10}){1,4}-\d{1,2})\.rds\.[a-z0-9.-]+$/i.exec(host) ??
    // China's names have the two the other way round
    /\.rds\.([a-z]{2,8}(?:-[a-z]{1,10}){1,4}-\d{1,2})\.[a-z0-9.-]+$/i.exec(host) ??
    [];
  return region?.toLowerCase() ?? null;
}

/**
 * Whether a name is one that RDS gave: only for such a name will a token be accepted.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.Connecting.html
 */
export function isRdsName(host: string): boolean {
  return (
    /\.rds\.(?:[a-z0-9-]+\.)?amazonaws\.(?:com|com\.cn|eu)$/i.test(host) ||
    // AWS's closed partitions have suffixes of their own, with the region before them
    (regionOfHost(host) !== null && !/\.amazonaws\./i.test(host))
  );
}

function urlOf(text: string): URL | null {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return null;
  try {
    const url = new URL(text);
    return url.hostname === '' ? null : url;
  } catch {
    return null;
  }
}

/** An IPv6 address without the brackets of a URL. */
function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1').replace(/(?<=[^.])\.$/, '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function said(text: string | null): string | null {
  return text === null || text === '' ? null : text;
}
