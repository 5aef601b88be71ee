import { z } from 'zod';
import { engineFamily, type EngineFamily } from '../endpoints/model.ts';
import { fail, succeed, type Result } from '../common/result.ts';
import { lineOf } from '../common/text/schema.ts';

/**
 * Names an SQL program: one of the catalogue's, or one of the user's own. It is no closed set, so that a shared
 * file may name a client that this Latchkey does not know.
 */
export const clientId = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9-]*$/);

/** Names an SQL program. */
export type ClientId = z.infer<typeof clientId>;

/** The systems that Latchkey runs on. */
export type Platform = 'darwin' | 'win32' | 'linux';

/** How the password reaches a client in a terminal. */
export type TerminalSecret =
  /** In a variable of the client's own environment. */
  | { readonly by: 'environment'; readonly variable: string; readonly content: string }
  /** In a file that is open and already deleted; its path is appended to `argument`, which comes first. */
  | { readonly by: 'file'; readonly argument: string; readonly content: string };

const line = z.string().max(512);

/** An SQL program, whether it was found on this machine, and how it would be opened. */
export const client = z.strictObject({
  id: clientId,
  name: z.string().max(64),
  /** In a terminal that Latchkey opens, or in a window of its own. */
  runsIn: z.enum(['terminal', 'window']),
  /** The protocols that it speaks; the first is the one that it is made for. */
  families: z.array(engineFamily).min(1).max(3),
  /** The program or application that was found, for people to read; null where it was not. */
  found: z.string().max(4_096).nullable(),
  /** As the program says it; null where it was not asked or did not say. */
  version: z.string().max(64).nullable(),
  /** How it is handed a token, in a line; null where it cannot be: then it needs a gateway. */
  direct: line.nullable(),
  /** How it is handed a gateway's port and local password, in a line; null where it cannot be. */
  gateway: line.nullable(),
  /** Why it gets no token or is not opened at all, or what to look out for, in a line. */
  caution: line.nullable(),
  /** Whether it keeps entries, and Latchkey has one for it that is set up once. */
  keepsEntries: z.boolean(),
  /** Whether the user has said where it is. */
  isPathSet: z.boolean(),
});

/** An SQL program, whether it was found, and how it would be opened. */
export type Client = z.infer<typeof client>;

/** The terminals that Latchkey knows how to open, over all systems. */
export const terminalId = z.enum([
  'environment',
  'x-terminal-emulator',
  'gnome-terminal',
  'ptyxis',
  'konsole',
  'xfce4-terminal',
  'ghostty',
  'kitty',
  'alacritty',
  'wezterm',
  'foot',
  'xterm',
  'terminal-app',
  'iterm2',
  'warp',
  'windows-terminal',
  'conhost',
]);

/** One of the terminals that Latchkey knows how to open. */
export type TerminalId = z.infer<typeof terminalId>;

/** A terminal that was found on this machine. */
export const terminal = z.strictObject({ id: terminalId, name: z.string().max(128) });

/** What the user fills in for a program that the catalogue does not know. */
export const ownDraft = z.strictObject({
  name: lineOf(64).regex(/\S/),
  runsIn: z.enum(['terminal', 'window']),
  families: z.array(engineFamily).min(1).max(3),
  /** The program's full path, which main's own dialog gave. */
  program: z.string().min(1).max(4_096),
  /** What follows it, as one types it in a shell, with placeholders. */
  command: z.string().max(2_000),
});

/** What the user fills in for a program that the catalogue does not know. */
export type OwnDraft = z.infer<typeof ownDraft>;

/** A program of the user's own. */
export const ownClient = z.strictObject({ ...ownDraft.shape, id: clientId.regex(/^own-/) });

/** A program of the user's own. */
export type OwnClient = z.infer<typeof ownClient>;

/** What the user has said of clients on this machine: where they are, and which there are beside the catalogue's. */
export const clientChoices = z.strictObject({
  paths: z.record(clientId, z.string().min(1).max(4_096)),
  own: z.array(ownClient).max(32),
  /** The client last opened, for each engine. */
  last: z.partialRecord(engineFamily, clientId).optional(),
});

/** What the user has said of clients on this machine. */
export type ClientChoices = z.infer<typeof clientChoices>;

/** What a client is told once, so that it keeps an entry for a connection's gateway. No token and no password is in it. */
export const setUpCard = z.strictObject({
  /** What to do, in order, in words. */
  steps: z.array(z.string().max(1_000)).min(1).max(20),
  /** The entry to paste or to import; null where the steps say all. */
  entry: z
    .strictObject({
      /** What it can be saved as: a name that leads to no other folder. */
      file: z
        .string()
        .max(128)
        .regex(/^[^./\\\p{Cc}][^/\\\p{Cc}]*$/u),
      text: z.string().max(64_000),
    })
    .nullable(),
});

/** What a client is told once. */
export type SetUpCard = z.infer<typeof setUpCard>;

/** What was found on this machine: every client (found or not), and the terminals in order of choice. */
export const programs = z.strictObject({
  clients: z.array(client).max(256),
  terminals: z.array(terminal).max(64),
  /** The user's own, as they are to be changed; they are among the clients too. */
  own: z.array(ownClient).max(32),
});

/** What was found on this machine. */
export type Programs = z.infer<typeof programs>;

/**
 * Clients that speak an engine's protocol: what is made for it before what also speaks it (MariaDB's client
 * speaks MySQL's protocol and back), and otherwise in the catalogue's order.
 */
export function clientsFor<C extends { readonly families: readonly EngineFamily[] }>(
  clients: readonly C[],
  family: EngineFamily,
): readonly C[] {
  const isMadeFor = ({ families }: C): boolean => families[0] === family;
  return clients
    .filter(({ families }) => families.includes(family))
    .toSorted((a, b) => Number(isMadeFor(b)) - Number(isMadeFor(a)));
}

/** What may stand in braces in a command of the user's own. */
export const placeholders = ['host', 'port', 'user', 'database', 'name', 'url', 'password'] as const;

/** One of them. */
export type Placeholder = (typeof placeholders)[number];

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

/** Whether a word may stand in braces. */
export function isPlaceholder(name: string): name is Placeholder {
  return placeholders.some((one) => one === name);
}

/** The shells for which the variables of a login can be written. */
export const shells = ['sh', 'powershell', 'cmd'] as const;

/** A shell for which the variables of a login can be written. */
export type Shell = (typeof shells)[number];
