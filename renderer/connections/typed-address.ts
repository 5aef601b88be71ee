import { awsHostName, type EngineFamily } from '../../app/endpoints/model.ts';

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

/** The region in a name that RDS or Aurora DSQL gave; null for any other, and for a global cluster's. */
export function regionOfHost(host: string): string | null {
  return awsHostName(host)?.region ?? null;
}

/**
 * Whether a name is one that RDS or Aurora DSQL gave: only for such a name will a token be accepted.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.Connecting.html
 */
export function isRdsName(host: string): boolean {
  return awsHostName(host) !== null;
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
