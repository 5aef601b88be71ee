import { shells, type Shell } from '../clients/model.ts';
import { fail, succeed, type Result } from '../common/result.ts';

/** The SQL programs that the command can become. */
export const ownClients = ['psql', 'pgcli', 'mysql', 'mariadb', 'mycli'] as const;

/** What the command is asked for. */
export type Asked =
  | { readonly what: 'help' | 'version' }
  | { readonly what: 'list'; readonly json: boolean }
  | {
      readonly what: 'profiles';
      /** Whole paths; null for AWS's own files. */
      readonly files: { readonly config: string; readonly credentials: string } | null;
      readonly secrets: 'masked' | 'shown';
    }
  | { readonly what: 'token' | 'password'; readonly name: string; readonly newline: boolean }
  | { readonly what: 'environment'; readonly name: string; readonly shell: Shell | null }
  | { readonly what: 'doctor'; readonly name: string }
  | { readonly what: 'open'; readonly name: string; readonly client: string | null }
  | {
      readonly what: 'client';
      readonly name: string;
      readonly client: (typeof ownClients)[number];
      /** How many words come before the client's own. */
      readonly ownWords: number;
    };

/** The command's own help. */
export const helpText = `latchkey: log in to your saved connections

  latchkey ls [--json]                 list the saved connections
  latchkey token [-n] NAME             print a fresh token, the password of the next 15 minutes
  latchkey password [-n] NAME          print the local password of the connection's gateway
  latchkey env NAME [--shell SHELL]    print the variables of a login; SHELL is sh, powershell or cmd
  latchkey psql NAME [--] [ARGUMENT…]  run psql here, logged in; also pgcli, mysql,
                                       mariadb and mycli
  latchkey open NAME [--client ID]     open it in its client, as the window does
  latchkey doctor NAME                 say whether the login works, and if not, why and what mends it
  latchkey profiles [--unmasked]       print as JSON what is read out of AWS's config files and what is
                                       not, secrets masked; also of two others: CONFIG CREDENTIALS
  latchkey help, latchkey --version

NAME is a connection's name or id. A part is enough: its beginning, in any case, where only one begins so.
The variables are set with:
  eval "$(latchkey env NAME)"                                      in sh, the usual one but on Windows
  & ([ScriptBlock]::Create((latchkey env NAME) -join "\`n"))        in PowerShell, the usual one there
  for /f "delims=" %i in ('latchkey env NAME --shell cmd') do @%i  in cmd
A token and a password end with a newline; -n (--no-newline) leaves it out.
Latchkey is started, without a window, where it does not run.

Exit codes: 64 not understood, 65 more than one fits NAME, 66 not found, 69 not available,
70 a defect, 73 could not be written, 75 try again, 77 a sign-in is needed or refused, 78 the profile
cannot be used.
`;

/**
 * Takes the command's words apart. Options may stand before or after NAME, and end at `--`; what follows
 * NAME of such a client is the client's own.
 *
 * @param words the arguments
 * @returns `invalid-input` with what was not understood
 */
export function parseWords(words: readonly string[]): Result<Asked> {
  const [command = 'help', ...rest] = words;
  if (rest.includes('--help') || rest.includes('-h')) {
    if (!isOwnClient(command)) return succeed({ what: 'help' });
  }
  switch (command) {
    case 'help':
    case '--help':
    case '-h':
      return succeed({ what: 'help' });
    case 'version':
    case '--version':
      return succeed({ what: 'version' });
    case 'ls':
    case 'list': {
      const parts = partsOf(rest, ['--json']);
      if (!parts.ok) return parts;
      const [extra] = parts.value.names;
      return extra === undefined
        ? succeed({ what: 'list', json: parts.value.has('--json') })
        : misunderstood(`ls takes no “${extra}”.`);
    }
    case 'profiles':
      return profilesCall(rest);
    case 'token':
    case 'password':
      return named(command, rest, ['-n', '--no-newline'], (name, has) => ({
        what: command,
        name,
        newline: !has('-n') && !has('--no-newline'),
      }));
    case 'env': {
      const shell = valueIn(rest, '--shell', 'a shell');
      if (!shell.ok) return shell;
      const { value, rest: others } = shell.value;
      const known = shells.find((one) => one === value) ?? null;
      if (value !== null && known === null) {
        return misunderstood(`There is no shell “${value}” here, only ${shells.join(', ')}.`);
      }
      return named(command, others, [], (name) => ({ what: 'environment', name, shell: known }));
    }
    case 'doctor':
      return named(command, rest, [], (name) => ({ what: 'doctor', name }));
    case 'open': {
      const client = valueIn(rest, '--client', 'a client');
      if (!client.ok) return client;
      return named(command, client.value.rest, [], (name) => ({
        what: 'open',
        name,
        client: client.value.value,
      }));
    }
    default:
      return isOwnClient(command)
        ? clientCall(command, rest)
        : misunderstood(`There is no command “${command}”.`);
  }
}

function isOwnClient(word: string): word is (typeof ownClients)[number] {
  return ownClients.some((one) => one === word);
}

function clientCall(client: (typeof ownClients)[number], rest: readonly string[]): Result<Asked> {
  const before = rest[0] === '--' ? 1 : 0;
  const name = rest[before];
  if (name === undefined || (before === 0 && name.startsWith('-'))) {
    return misunderstood(`${client} takes the name of a connection first.`);
  }
  const after = rest[before + 1] === '--' ? 1 : 0;
  return succeed({ what: 'client', client, name, ownWords: 1 + before + 1 + after });
}

function profilesCall(rest: readonly string[]): Result<Asked> {
  const parts = partsOf(rest, ['--unmasked']);
  if (!parts.ok) return parts;
  const secrets = parts.value.has('--unmasked') ? 'shown' : 'masked';
  const [config, credentials, extra] = parts.value.names;
  if (config === undefined) return succeed({ what: 'profiles', files: null, secrets });
  if (credentials === undefined || extra !== undefined) {
    return misunderstood('profiles takes two files, CONFIG and CREDENTIALS, or none.');
  }
  // the running Latchkey reads them, and has a folder of its own
  if (![config, credentials].every((path) => /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(path))) {
    return misunderstood('profiles takes whole paths, from the root on.');
  }
  return succeed({ what: 'profiles', files: { config, credentials }, secrets });
}

interface Parts {
  readonly names: readonly string[];
  readonly has: (option: string) => boolean;
}

function partsOf(words: readonly string[], known: readonly string[]): Result<Parts> {
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  const options = words.slice(0, end).filter((word) => word.startsWith('-'));
  const strange = options.find((option) => !known.includes(option));
  if (strange !== undefined) return misunderstood(`There is no option “${strange}” here.`);
  const names = [...words.slice(0, end).filter((word) => !word.startsWith('-')), ...words.slice(end + 1)];
  return succeed({ names, has: (option) => options.includes(option) });
}

function named(
  command: string,
  words: readonly string[],
  known: readonly string[],
  made: (name: string, has: Parts['has']) => Asked,
): Result<Asked> {
  const parts = partsOf(words, known);
  if (!parts.ok) return parts;
  const [name, extra] = parts.value.names;
  if (name === undefined) return misunderstood(`${command} takes the name of a connection.`);
  if (extra !== undefined) {
    return misunderstood(`${command} takes one name. Put quotes around a name that contains spaces.`);
  }
  return succeed(made(name, parts.value.has));
}

/** Takes `--option VALUE` or `--option=VALUE` out of the words. */
function valueIn(
  words: readonly string[],
  option: string,
  what: string,
): Result<{ value: string | null; rest: readonly string[] }> {
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  const at = words.findIndex(
    (word, index) => index < end && (word === option || word.startsWith(`${option}=`)),
  );
  const word = words[at];
  if (word === undefined) return succeed({ value: null, rest: words });
  const isJoined = word.includes('=');
  const value = isJoined ? word.slice(option.length + 1) : words[at + 1];
  if (value === undefined || value === '' || value.startsWith('-')) {
    return misunderstood(`${option} takes ${what}.`);
  }
  return succeed({ value, rest: words.toSpliced(at, isJoined ? 1 : 2) });
}

function misunderstood(message: string): { ok: false } & Result<never> {
  return fail('invalid-input', message, { hint: '“latchkey help” lists the commands.' });
}
