import { fail, succeed, type Result } from '../failure.ts';
import { connectionUrl } from './connection-url.ts';
import { libpqUnset, libpqVariables } from './catalogue/libpq.ts';
import type { Circumstances, ClientForm, Plan, Way } from './catalogue/form.ts';
import type { OwnClient, Platform } from './model.ts';
import type { ClientTarget } from './ports.ts';

/** What may stand in braces in a command of the user's own. */
export const placeholders = ['host', 'port', 'user', 'database', 'name', 'url', 'password'] as const;

type Placeholder = (typeof placeholders)[number];

/**
 * Takes a command apart into words as a POSIX shell would (POSIX.1-2017, Shell Command Language, 2.2 "Quoting"), but
 * expands nothing: quotes and backslashes, and no variables, patterns, pipes or substitutions.
 *
 * @returns `invalid-input` for a quote that is not closed, or a placeholder that there is not
 */
export function splitCommand(command: string): Result<readonly string[]> {
  const words: string[] = [];
  let word: string | null = null;
  let quote: '"' | "'" | null = null;
  for (let at = 0; at < command.length; at += 1) {
    const letter = command.charAt(at);
    const next = command[at + 1];
    if (quote !== null) {
      if (letter === quote) quote = null;
      else if (quote === '"' && letter === '\\' && (next === '"' || next === '\\')) {
        word += next;
        at += 1;
      } else word += letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= '';
    } else if (letter === '\\' && next !== undefined) {
      word = (word ?? '') + next;
      at += 1;
    } else if (/\s/.test(letter)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + letter;
  }
  if (quote !== null) {
    return fail('invalid-input', `The command has a ${quote} that is not closed.`, {
      hint: `Add the other ${quote}, or put a backslash before it.`,
    });
  }
  if (word !== null) words.push(word);
  for (const [, name = ''] of words.join(' ').matchAll(/\{(\w+)\}/g)) {
    if (isPlaceholder(name)) continue;
    return fail('invalid-input', `There is no placeholder {${name}}.`, {
      hint: `There are ${placeholders.map((one) => `{${one}}`).join(', ')}.`,
    });
  }
  return succeed(words);
}

function isPlaceholder(name: string): name is Placeholder {
  return placeholders.some((one) => one === name);
}

/** Puts a target's values into the words: one word stays one word, whatever the values hold. */
export function fillWords(words: readonly string[], to: ClientTarget, password: string): readonly string[] {
  const values: Readonly<Record<Placeholder, string>> = {
    host: to.host,
    port: String(to.port),
    user: to.dbUser,
    database: to.database,
    name: to.name,
    url: connectionUrl(to),
    password,
  };
  return words.map((word) =>
    word.replace(/\{(\w+)\}/g, (whole, name: string) => (isPlaceholder(name) ? values[name] : whole)),
  );
}

const everywhere: readonly Platform[] = ['darwin', 'win32', 'linux'];

/**
 * A program of the user's own as the catalogue would have it. It always goes through the gateway: only there does
 * Latchkey know that the database is verified, whatever the program does. It has libpq's variables, or MYSQL_PWD with
 * MYSQL_HOST and MYSQL_TCP_PORT (MySQL 8.4 Reference Manual, 6.9 "Environment Variables"), beside the placeholders.
 */
export function formOfOwn({ id, name, runsIn, families, command }: OwnClient): ClientForm {
  const split = splitCommand(command);
  const words = split.ok ? split.value : [];
  const inArguments = words.some((word) => word.includes('{password}'));

  function plan(to: ClientTarget, password: string, { caPath }: Circumstances): Result<Plan> {
    if (!split.ok) return split;
    const args = fillWords(words, to, password);
    const isPostgres = to.family === 'postgres';
    const set = isPostgres
      ? libpqVariables(to, caPath)
      : { MYSQL_HOST: to.host, MYSQL_TCP_PORT: String(to.port) };
    const variable = isPostgres ? 'PGPASSWORD' : 'MYSQL_PWD';
    return runsIn === 'terminal'
      ? succeed({
          runsIn,
          args,
          set,
          unset: isPostgres ? libpqUnset : [],
          secret: { by: 'environment', variable, content: `${password}\n` },
        })
      : succeed({ runsIn, args, url: null, set: { ...set, [variable]: password } });
  }

  const way: Way = {
    route: 'gateway',
    carrier: inArguments ? 'arguments' : 'environment',
    on: everywhere,
    plan,
  };
  const [first = 'postgres', ...others] = families;
  return {
    id,
    name,
    runsIn,
    families: [first, ...others],
    // it is where the user says
    places: {},
    install: {},
    ways: [way],
    whyNoToken: 'Your own command goes through the gateway, which verifies the database.',
  };
}
