import { int32 } from './messages.ts';
import { shown } from '../../../app/common/text/plain-text.ts';

/** A start-up parameter: name and value, each byte a Latin-1 character, so that no encoding is damaged. */
export type Parameter = readonly [name: string, value: string];

/**
 * Parses what follows the version in a StartupMessage: names and values, each ended by a NUL, and a last NUL.
 * Source: PostgreSQL documentation, "Message Formats", StartupMessage.
 *
 * @returns null where the bytes are not laid out so
 */
export function parseParameters(body: Buffer): readonly Parameter[] | null {
  const parts = body.toString('latin1').split('\0');
  // the last NUL and the one before it leave an empty part each
  if (parts.pop() !== '' || parts.pop() !== '' || parts.length % 2 !== 0) return null;
  const parameters: Parameter[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const name = parts[at] ?? '';
    if (name === '') return null;
    parameters.push([name, parts[at + 1] ?? '']);
  }
  return parameters;
}

/** The bytes that `parseParameters` takes. */
export function encodeParameters(parameters: readonly Parameter[]): Buffer {
  return Buffer.from(`${parameters.map((pair) => `${pair.join('\0')}\0`).join('')}\0`, 'latin1');
}

/** A StartupMessage. @param version major in the upper 16 bits, minor in the lower */
export function encodeStartup(version: number, parameters: readonly Parameter[]): Buffer {
  const body = encodeParameters(parameters);
  return Buffer.concat([int32(body.length + 8), int32(version), body]);
}

/** The parameters, with this database where the client named none: an empty name is none to the server, too. */
export function withDatabase(parameters: readonly Parameter[], database: string): readonly Parameter[] {
  if (database === '' || (valuesOf(parameters, 'database').at(-1) ?? '') !== '') return parameters;
  return [...parameters, ['database', asLatin1(database)]];
}

/** Whether the server would take this user from the parameters: of several it takes the last, so all must agree. */
export function isUser(parameters: readonly Parameter[], dbUser: string): boolean {
  const users = valuesOf(parameters, 'user');
  return users.length > 0 && users.every((user) => user === asLatin1(dbUser));
}

/** The user that was asked for, as text; empty where there is none. */
export function userOf(parameters: readonly Parameter[]): string {
  return asShown(valuesOf(parameters, 'user').at(-1) ?? '');
}

/** What the client calls itself (`application_name`), as text to be shown; empty where it does not say. */
export function programOf(parameters: readonly Parameter[]): string {
  return asShown(valuesOf(parameters, 'application_name').at(-1) ?? '');
}

function valuesOf(parameters: readonly Parameter[], name: string): string[] {
  return parameters.filter((parameter) => parameter[0] === name).map((parameter) => parameter[1]);
}

function asLatin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}

/** Names are at most 63 bytes long in PostgreSQL (NAMEDATALEN); control characters would end up in a log. */
function asShown(latin1: string): string {
  const text = Buffer.from(latin1, 'latin1').toString('utf8');
  return shown(text, 63);
}
