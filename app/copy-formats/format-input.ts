import { awsHostName, type EngineFamily } from '../endpoints/model.ts';
import type { LocalSide } from '../gateway/model.ts';
import { DSQL_ADMIN, type TokenService } from '../tokens/model.ts';

/** What code needs to sign a token itself. */
export interface Signing {
  /** Whose tokens the database takes. */
  readonly service: TokenService;
  readonly profile: string;
  readonly region: string;
  /** The database host and port: what goes into the token, and the name that TLS is verified for. */
  readonly host: string;
  readonly port: number;
}

/** The certificates to verify a database with. */
export interface Certificates {
  /** The PEM file on this machine. */
  readonly localFile: string;
  /** The name that code is to know it by, which may run elsewhere: the user's own file, or RDS's under its usual name. */
  readonly fileName: string;
  /** Where AWS's file comes from; null for the user's own. */
  readonly source: string | null;
  /** Whose certificates AWS's file holds. */
  readonly owner: 'RDS' | 'Amazon';
}

/** Everything that a form is made from. */
export interface FormatInput {
  /** What people call it. */
  readonly name: string;
  readonly family: EngineFamily;
  readonly dbUser: string;
  /** Empty where the client is to choose. */
  readonly database: string;
  /** The name that clients verify: the database host, or the gateway's address. */
  readonly host: string;
  /** Where the socket goes, for code that can dial elsewhere than it verifies. */
  readonly connectAddress: { readonly host: string; readonly port: number };
  /** The address that libpq dials in place of `host`; null where that is `host` itself. */
  readonly hostaddr: string | null;
  /** Whether the socket goes elsewhere than to the database host, such as a tunnel's local end. */
  readonly isTunnelled: boolean;
  /** Null for the gateway, which signs and verifies for whoever connects to it. */
  readonly direct: { readonly signing: Signing; readonly certificates: Certificates } | null;
  /** What is to be found on the gateway's port; null without it. */
  readonly localSide: LocalSide | null;
  /** What goes in as the password, a placeholder in a preview; null where nothing does. */
  readonly secret: string | null;
  /** When the token that is put in ends, in words for a comment; null where none is. */
  readonly ends: string | null;
  readonly platform: 'darwin' | 'win32' | 'linux';
}

/** A form that has been made. */
export interface Formatted {
  readonly text: string;
  /** What to know before using it. */
  readonly note?: string;
}

/** The PEM file on this machine to verify whoever answers with; null where the gateway's local side has no TLS. */
export function caFileOf({ direct, localSide }: Pick<FormatInput, 'direct' | 'localSide'>): string | null {
  return direct?.certificates.localFile ?? localSide?.localCa ?? null;
}

/** The same by the name that code is to know it by. */
export function codeCaFileOf(input: Pick<FormatInput, 'direct' | 'localSide'>): string | null {
  return input.direct?.certificates.fileName ?? caFileOf(input);
}

/** The name of RDS's certificates as AWS gives them out. */
export const BUNDLE_NAME = 'global-bundle.pem';

/**
 * Where AWS gives out RDS's certificates, by partition: RDS User Guide, "Using SSL/TLS to encrypt a connection
 * to a DB instance or cluster", and the same page of the guide for China.
 */
export function bundleSource(region: string): string {
  if (region.startsWith('cn-')) {
    return `https://rds-truststore.s3.cn-north-1.amazonaws.com.cn/global/${BUNDLE_NAME}`;
  }
  const gov = region.startsWith('us-gov-') ? 'us-gov-west-1.' : '';
  return `https://truststore.pki.${gov}rds.amazonaws.com/global/${BUNDLE_NAME}`;
}

/**
 * The certificates that code downloads for a host. RDS Proxy and Aurora DSQL have theirs from Amazon's public authority,
 * and not from RDS's.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.howitworks.html
 * https://docs.aws.amazon.com/aurora-dsql/latest/userguide/configure-root-certificates.html
 */
export function bundleFor(host: string, region: string): Omit<Certificates, 'localFile'> {
  const kind = awsHostName(host)?.kind;
  if (kind === 'dsql' || kind === 'proxy' || kind === 'proxy-endpoint') {
    const fileName = 'AmazonRootCA1.pem';
    return { fileName, source: `https://www.amazontrust.com/repository/${fileName}`, owner: 'Amazon' };
  }
  return { fileName: BUNDLE_NAME, source: bundleSource(region), owner: 'RDS' };
}

/** Whether Aurora DSQL wants a token for its administrator, for which there is a function of its own everywhere. */
export function isForDsqlAdmin({ dbUser }: Pick<FormatInput, 'dbUser'>): boolean {
  return dbUser === DSQL_ADMIN;
}

/** Where AWS's certificates come from, for a comment; null where the user's own file is in their place. */
export function certificatesText({ owner, source }: Certificates): string | null {
  return source === null ? null : `${owner}'s certificates: ${source}`;
}

/** The variable from which code takes the local password where it is not put in. */
export const PASSWORD_VARIABLE = 'LATCHKEY_PASSWORD';

/** Lines of a text; what is not there (null, false) leaves no line. Without an end to the last one: a shell would run it when it is pasted. */
export function textOf(...lines: ReadonlyArray<string | null | false>): string {
  return lines.filter((line) => typeof line === 'string').join('\n');
}
