import type { Connection } from '../connections/model.ts';
import type { Failure } from '../common/result.ts';
import type { Gateway } from '../gateway/model.ts';
import { plainJson } from '../common/text/literals.ts';
import { shown } from '../common/text/plain-text.ts';

/** The saved connections as columns with a head, by name. */
export function listText(connections: readonly Connection[], gateways: readonly Gateway[]): string {
  const rows = byName(connections).map((one) =>
    [
      one.name,
      one.environment?.label ?? '-',
      one.family,
      `${one.dbUser}@${one.address.host}:${one.address.port}${one.database === '' ? '' : `/${one.database}`}`,
      one.profile,
      gatewayOf(one, gateways)?.toString() ?? '-',
    ].map((word) => shown(word)),
  );
  const all = [['NAME', 'ENVIRONMENT', 'ENGINE', 'LOGIN', 'PROFILE', 'GATEWAY'], ...rows];
  const widths = (all[0] ?? []).map((_, column) =>
    Math.max(...all.map((row) => lengthOf(row[column] ?? ''))),
  );
  return all
    .map((row) =>
      row
        .map((word, column) => word + ' '.repeat((widths[column] ?? 0) - lengthOf(word)))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** The saved connections for programs: a JSON array. */
export function listJson(connections: readonly Connection[], gateways: readonly Gateway[]): string {
  const list = byName(connections).map((one) => ({
    id: one.id,
    name: one.name,
    environment: one.environment?.label ?? null,
    engine: one.family,
    profile: one.profile,
    region: one.region,
    host: one.address.host,
    port: one.address.port,
    user: one.dbUser,
    database: one.database === '' ? null : one.database,
    gatewayPort: gatewayOf(one, gateways),
  }));
  return `${plainJson(list)}\n`;
}

/** A failure for a terminal: what happened, what to do, and the command to run for it. */
export function refusalText({ message, hint, command }: Failure): string {
  const next = [...(hint === undefined ? [] : [hint]), ...(command === undefined ? [] : [`Run: ${command}`])];
  // what AWS or a server has said may hold what a terminal would obey
  const lines = [`latchkey: ${message}`, ...next.map((line) => `  ${line}`)];
  return lines.map((line) => `${shown(line)}\n`).join('');
}

/**
 * What a terminal is told while the answer waits for a person.
 *
 * @param limitMs how long it waits, in milliseconds
 */
export function waitingText(what: string, limitMs: number): string {
  return `latchkey: ${shown(what)}\n  Waiting for it, ${Math.round(limitMs / 1_000)} seconds at most.\n`;
}

function byName(connections: readonly Connection[]): readonly Connection[] {
  return connections.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** The port of a gateway that listens. */
function gatewayOf({ id }: Connection, gateways: readonly Gateway[]): number | null {
  return gateways.find(({ connectionId, state }) => connectionId === id && state === 'running')?.port ?? null;
}

/** In characters, as most terminals show them. */
function lengthOf(text: string): number {
  return Array.from(new Intl.Segmenter().segment(text)).length;
}
