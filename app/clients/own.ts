import { succeed, type Result } from '../common/result.ts';
import { connectionUrl } from './connection-url.ts';
import { libpqUnset, libpqVariables } from './catalogue/libpq.ts';
import type { Circumstances, ClientDefinition, Plan, LaunchMethod } from './catalogue/definition.ts';
import { isPlaceholder, splitCommand, type OwnClient, type Placeholder, type Platform } from './model.ts';
import type { ClientTarget } from './ports.ts';

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
export function definitionOfOwn({ id, name, runsIn, families, command }: OwnClient): ClientDefinition {
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

  const method: LaunchMethod = {
    route: 'gateway',
    delivery: inArguments ? 'arguments' : 'environment',
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
    locations: {},
    install: {},
    methods: [method],
    whyNoToken: 'Your own command goes through the gateway, which verifies the database.',
  };
}
