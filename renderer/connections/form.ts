import type { ClientId } from '../../app/clients/model.ts';
import { draft, type Connection, type Draft } from '../../app/connections/model.ts';
import type { Environment } from '../../app/endpoints/environment.ts';
import { regionCode, type Endpoint, type EngineFamily, type SignIn } from '../../app/endpoints/model.ts';
import {
  connectAddressOf,
  sharedRouteOf,
  type NetworkRoute,
  type SharedRoute,
} from '../../app/tunnels/model.ts';
import { proxyAddressText } from '../proxies/words.ts';
import { typedProxy } from './typed-proxy.ts';
import { regionOfHost, splitAddress } from './typed-address.ts';

/** What the connection dialog holds: text as it is typed, whether or not it can be saved. */
export interface ConnectionForm {
  /** The connection that is changed, or null for a new one. */
  readonly id: string | null;
  readonly name: string;
  readonly environment: Environment | null;
  readonly notes: string;
  readonly family: EngineFamily;
  readonly profile: string;
  readonly region: string;
  /** The canonical name, which the token is for. */
  readonly host: string;
  readonly port: string;
  /** How the database is reached; what is typed below for another way is kept meanwhile. */
  readonly routeKind: NetworkRoute['kind'];
  readonly connectHost: string;
  readonly connectPort: string;
  /** What Session Manager connects to; empty has Latchkey find it. */
  readonly sessionTarget: string;
  /** What `ssh` logs in to. */
  readonly sshDestination: string;
  /** The proxy that connects to the database; empty for the one of the settings. */
  readonly proxy: string;
  /** What others are told in the place of a route of this machine. */
  readonly sharedRoute: SharedRoute;
  readonly dbUser: string;
  readonly database: string;
  readonly caFile: string | null;
  readonly client: ClientId | null;
}

/** The port that an engine listens on unless it was told otherwise. */
export function defaultPort(family: EngineFamily): string {
  return family === 'postgres' ? '5432' : '3306';
}

/** A new connection, entered by hand. */
export function emptyForm(): ConnectionForm {
  return {
    id: null,
    name: '',
    environment: null,
    notes: '',
    family: 'postgres',
    profile: '',
    region: '',
    host: '',
    port: defaultPort('postgres'),
    routeKind: 'direct',
    connectHost: '',
    connectPort: '',
    sessionTarget: '',
    sshDestination: '',
    proxy: '',
    sharedRoute: { kind: 'direct' },
    dbUser: '',
    database: '',
    caFile: null,
    client: null,
  };
}

/**
 * A new connection to a database that discovery found.
 *
 * @param signIn what is typed for it, or was last used
 */
export function formOfEndpoint(endpoint: Endpoint, signIn: SignIn): ConnectionForm {
  const { address, environment, profile, region } = endpoint;
  const family = endpoint.family ?? 'postgres';
  return {
    ...emptyForm(),
    name: nameOf(endpoint),
    environment,
    family,
    profile,
    region,
    host: address?.host ?? '',
    port: address === null ? defaultPort(family) : String(address.port),
    ...signIn,
  };
}

/** A saved connection, to be changed. */
export function formOfConnection(connection: Connection): ConnectionForm {
  const { id, name, environment, notes, family, profile, region, address, networkRoute, ...rest } =
    connection;
  const { dbUser, database, caFile, client } = rest;
  const sharedRoute = sharedRouteOf(networkRoute);
  const connectAddress = connectAddressOf(sharedRoute);
  return {
    id,
    name,
    environment,
    notes,
    family,
    profile,
    region,
    host: address.host,
    port: String(address.port),
    routeKind: networkRoute.kind,
    connectHost: connectAddress?.host ?? '',
    connectPort: connectAddress === null ? '' : String(connectAddress.port),
    sessionTarget: sharedRoute.kind === 'session-manager' ? (sharedRoute.target ?? '') : '',
    sshDestination: networkRoute.kind === 'ssh' ? networkRoute.destination : '',
    proxy:
      networkRoute.kind === 'proxy' && networkRoute.proxy !== null
        ? proxyAddressText(networkRoute.proxy)
        : '',
    sharedRoute,
    dbUser,
    database,
    caFile,
    client,
  };
}

/** Chooses the engine: a default port follows it, and the client of another engine goes. */
export function withFamily(form: ConnectionForm, family: EngineFamily): ConnectionForm {
  const isDefault = form.port.trim() === '' || form.port.trim() === defaultPort(form.family);
  return {
    ...form,
    family,
    port: isDefault ? defaultPort(family) : form.port,
    client: family === form.family ? form.client : null,
  };
}

/** Takes what is in Host apart: a port, or a whole URL, goes to its own fields, and RDS's names say the region. */
export function withHostSplit(form: ConnectionForm): ConnectionForm {
  const { host, port, family, dbUser, database } = splitAddress(form.host);
  // a region that was chosen against the name's own stays
  if (host === form.host) return form;
  const ofFamily = family === null ? form : withFamily(form, family);
  return {
    ...ofFamily,
    host,
    port: port ?? ofFamily.port,
    dbUser: dbUser ?? form.dbUser,
    database: database ?? form.database,
    region: regionOfHost(host) ?? form.region,
  };
}

/**
 * Types into Host. What was pasted is taken apart at once; what is being typed only when the field is left,
 * for a port ends where one stops typing.
 */
export function withHost(form: ConnectionForm, host: string): ConnectionForm {
  const isPasted = host.length > form.host.length + 1;
  const typed = { ...form, host };
  return isPasted ? withHostSplit(typed) : { ...typed, region: regionOfHost(host.trim()) ?? form.region };
}

/** Types into the connect host; a pasted `host:port` is taken apart at once. */
export function withConnectHost(form: ConnectionForm, connectHost: string): ConnectionForm {
  const isPasted = connectHost.length > form.connectHost.length + 1;
  return isPasted ? withConnectHostSplit({ ...form, connectHost }) : { ...form, connectHost };
}

/** Takes what is in the connect host apart: a port goes to its own field. */
export function withConnectHostSplit(form: ConnectionForm): ConnectionForm {
  const { host, port } = splitAddress(form.connectHost);
  if (host === form.connectHost) return form;
  return { ...form, connectHost: host, connectPort: port ?? form.connectPort };
}

/** The form with every address taken apart, as it is saved. */
export function wholeForm(form: ConnectionForm): ConnectionForm {
  return withConnectHostSplit(withHostSplit(form));
}

/**
 * What main is to save.
 *
 * @returns null where something is wrong; `problemsOf` says what
 */
export function draftOf(form: ConnectionForm): Draft | null {
  const whole = wholeForm(form);
  const {
    id: _id,
    host,
    port,
    routeKind: _routeKind,
    connectHost: _connectHost,
    connectPort: _connectPort,
    sessionTarget: _sessionTarget,
    sshDestination: _sshDestination,
    proxy: _proxy,
    sharedRoute: _sharedRoute,
    environment,
    ...rest
  } = whole;
  if (whole.routeKind === 'proxy' && typedProxy(whole.proxy).problem !== null) return null;
  const made = draft.safeParse({
    ...rest,
    name: rest.name.trim(),
    environment: environment === null ? null : { ...environment, label: environment.label.trim() },
    profile: rest.profile.trim(),
    region: rest.region.trim(),
    dbUser: rest.dbUser.trim(),
    database: rest.database.trim(),
    address: { host, port: portOf(port) },
    networkRoute: routeOf(whole),
  });
  return made.success ? made.data : null;
}

function routeOf(form: ConnectionForm): NetworkRoute {
  const { routeKind, connectHost, connectPort, sessionTarget, sshDestination, sharedRoute } = form;
  switch (routeKind) {
    case 'direct':
      return { kind: 'direct' };
    case 'address':
      return { kind: 'address', address: { host: connectHost, port: portOf(connectPort) } };
    case 'session-manager':
      return { kind: 'session-manager', target: sessionTarget.trim() || null };
    case 'ssh':
      return { kind: 'ssh', destination: sshDestination.trim(), shared: sharedRoute };
    case 'proxy':
      return { kind: 'proxy', proxy: typedProxy(form.proxy).address, shared: sharedRoute };
  }
}

/** A port as a number; NaN where it is none. */
export function portOf(text: string): number {
  return /^\s*\d{1,5}\s*$/.test(text) ? Number(text) : NaN;
}

/** Whether a text is an AWS region code. */
export function isRegion(text: string): boolean {
  return regionCode.safeParse(text).success;
}

/** One of a cluster's names needs more than the cluster's name to be told from the others. */
function nameOf({ name, role, address }: Endpoint): string {
  if (role === 'reader') return `${name} reader`;
  if (role === 'custom') return address?.host.split('.')[0] ?? name;
  return name;
}
