import type { SearchField } from '../common/search/search-index.ts';
import { regionPlaces } from '../endpoints/names.ts';
import { connectAddressOf, type NetworkRoute } from '../tunnels/model.ts';
import type { Connection } from './model.ts';

/** The texts by which a connection is found. */
export function connectionFields(connection: Connection): readonly SearchField[] {
  const { address, networkRoute, environment, region, family } = connection;
  const connectAddress = connectAddressOf(networkRoute);
  const codes = [address, connectAddress].flatMap((one) => (one === null ? [] : [`${one.host}:${one.port}`]));
  const words = [
    routeWords(networkRoute),
    connection.dbUser,
    connection.database,
    connection.profile,
    region,
    regionPlaces[region] ?? '',
    environment?.label ?? '',
    family === 'postgres' ? 'pg postgresql' : family,
    ...connection.notes.split(/\n+/).slice(0, 40),
  ];
  return [
    { kind: 'name', text: connection.name },
    ...codes.map((text) => ({ kind: 'code' as const, text })),
    ...words.filter((text) => text !== '').map((text) => ({ kind: 'word' as const, text })),
  ];
}

function routeWords(route: NetworkRoute): string {
  if (route.kind === 'proxy') return `Proxy ${route.proxy?.host ?? ''}`.trim();
  if (route.kind === 'ssh') return `SSH ${route.destination}`;
  return route.kind === 'session-manager' ? `Session Manager ${route.target ?? ''}`.trim() : '';
}
