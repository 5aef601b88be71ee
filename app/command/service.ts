import type { ClientId, Programs, Shell } from '../clients/model.ts';
import type { Clock } from '../common/clock.ts';
import type { Connection } from '../connections/model.ts';
import { fail, type Failure, type Result } from '../common/result.ts';
import type { Gateway } from '../gateway/model.ts';
import type { PrintProfiles } from '../profiles/ports.ts';
import type { Lease } from '../tokens/model.ts';
import { helpText, parseWords, type Asked } from './arguments.ts';
import { exitCodeOf, exitCodes, type Answer, type ClientRun } from './model.ts';
import { matchName } from './names.ts';
import { listJson, listText, refusalText, waitingText } from './texts.ts';
import { shown } from '../common/text/plain-text.ts';

/**
 * Says on the caller's terminal what the answer waits for, if it waits for a person.
 *
 * @param what a sentence
 * @param limitMs how long it waits, in milliseconds
 */
export type TellWaiting = (what: string, limitMs: number) => void;

/** What the command needs of the other modules. */
export interface CommandPorts {
  readonly version: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly connections: () => readonly Connection[];
  readonly gateways: () => readonly Gateway[];
  /** Notes that a connection was used. */
  readonly used: (connectionId: string) => void;
  readonly sign: (
    connection: Connection,
    tell: TellWaiting,
  ) => Promise<Result<{ token: string; lease: Lease }>>;
  /** Tells the window of a token that has reached its place. */
  readonly record: (lease: Lease) => void;
  /** The local password of a connection's gateway, which begins to listen; null where it has none on. */
  readonly localPassword: (connectionId: string) => Promise<Result<string | null>>;
  /** Plans a client for the caller's terminal. */
  readonly run: (
    connection: Connection,
    client: ClientId,
    tell: TellWaiting,
  ) => Promise<Result<{ run: Omit<ClientRun, 'ownWords'>; lease: Lease | null }>>;
  /** The variables of a login, as lines for a shell; null for this system's usual one. */
  readonly variables: (
    connection: Connection,
    shell: Shell | null,
    tell: TellWaiting,
  ) => Promise<Result<{ text: string; lease: Lease | null }>>;
  /** Finds out whether a connection's login works, and says so in words for a terminal. */
  readonly doctor: (connection: Connection) => Promise<Result<{ text: string; isIn: boolean }>>;
  readonly programs: () => Promise<Programs>;
  readonly printProfiles: PrintProfiles;
  /** Opens a connection as the window does, in its usual client where none is named. */
  readonly open: (
    connection: Connection,
    client: ClientId | null,
    tell: TellWaiting,
  ) => Promise<Result<{ where: string }>>;
}

/** A connection in a shell's loop is not written down as used more often than this, in milliseconds. */
const USED_AGAIN_MS = 60_000;

/** What was typed is repeated up to so many characters. */
const MAX_TYPED = 128;

/** Makes what answers `latchkey`. It never throws what a person could have caused. */
export function createCommand(ports: CommandPorts) {
  function connectionOf(name: string): { found: Connection } | { answer: Answer } {
    const which = matchName(name, ports.connections());
    if ('found' in which) return which;
    if ('candidates' in which) {
      const lines = which.candidates.map(
        (one) => `    ${shown(`${one.id}  ${one.name}  (${one.dbUser}, ${one.profile})`)}\n`,
      );
      const text = `latchkey: More than one connection fits “${shown(name, MAX_TYPED)}”:\n${lines.join('')}  Name one by its whole name, or by its id.\n`;
      return { answer: { do: 'refuse', text, code: exitCodes.ambiguous } };
    }
    const [first] = which.suggestion;
    const hint =
      first === undefined
        ? '“latchkey ls” lists the saved connections; save one in the window first.'
        : `Did you mean ${which.suggestion.map((near) => `“${near}”`).join(' or ')}?`;
    const message = `There is no saved connection “${shown(name, MAX_TYPED)}”.`;
    return { answer: refused(fail('connection-not-found', message, { hint })) };
  }

  function used({ id, usedAt }: Connection): void {
    if (usedAt === null || ports.clock.now() - usedAt >= USED_AGAIN_MS) ports.used(id);
  }

  async function open(connection: Connection, wanted: string | null, tell: TellWaiting): Promise<Answer> {
    const { clients } = await ports.programs();
    const client = clients.find(({ id }) => id === wanted)?.id ?? null;
    if (wanted !== null && client === null) {
      const hint = `Clients: ${clients.map(({ id }) => id).join(', ')}.`;
      return refused(fail('invalid-input', `There is no client “${shown(wanted, MAX_TYPED)}”.`, { hint }));
    }
    const opened = await ports.open(connection, client, tell);
    if (!opened.ok) return refused(opened);
    return print(`${shown(`Opened ${connection.name} in ${opened.value.where}.`)}\n`);
  }

  async function answerNamed(
    asked: Exclude<Asked, { what: 'help' | 'version' | 'list' | 'profiles' }>,
    connection: Connection,
    tell: TellWaiting,
  ): Promise<Answer> {
    switch (asked.what) {
      case 'token': {
        const signed = await ports.sign(connection, tell);
        if (!signed.ok) return refused(signed);
        note(connection, signed.value.lease);
        return print(`${signed.value.token}${asked.newline ? '\n' : ''}`);
      }
      case 'password': {
        const got = await ports.localPassword(connection.id);
        if (!got.ok) return refused(got);
        if (got.value !== null) return print(`${got.value}${asked.newline ? '\n' : ''}`);
        return refused(
          fail('gateway-failed', `The gateway of ${connection.name} is off.`, {
            hint: 'Turn it on in the window, or use a token: latchkey token NAME.',
          }),
        );
      }
      case 'environment': {
        const made = await ports.variables(connection, asked.shell, tell);
        if (!made.ok) return refused(made);
        note(connection, made.value.lease);
        return print(made.value.text);
      }
      case 'doctor': {
        const told = await ports.doctor(connection);
        if (!told.ok) return refused(told);
        const { text, isIn } = told.value;
        return isIn ? print(text) : { do: 'refuse', text, code: exitCodes.unavailable };
      }
      case 'client': {
        const planned = await ports.run(connection, asked.client, tell);
        if (!planned.ok) return refused(planned);
        note(connection, planned.value.lease);
        return { do: 'run', run: { ...planned.value.run, ownWords: asked.ownWords } };
      }
      case 'open':
        return open(connection, asked.client, tell);
    }
  }

  function note(connection: Connection, lease: Lease | null): void {
    if (lease !== null) ports.record(lease);
    used(connection);
  }

  return {
    /**
     * Does what the command's words ask for.
     *
     * @param words the arguments, without the command itself
     * @param tell writes on the caller's terminal before the answer is there
     */
    async answer(words: readonly string[], tell: (text: string) => void = () => undefined): Promise<Answer> {
      const tellWaiting: TellWaiting = (what, limitMs) => tell(waitingText(what, limitMs));
      const parsed = parseWords(words);
      if (!parsed.ok) return refused(parsed);
      const asked = parsed.value;
      switch (asked.what) {
        case 'help':
          return print(helpText);
        case 'version':
          return print(`latchkey ${ports.version}\n`);
        case 'list': {
          const made = asked.json ? listJson : listText;
          return print(made(ports.connections(), ports.gateways()));
        }
        case 'profiles':
          return print(await ports.printProfiles(asked.files, asked.secrets));
        default: {
          const which = connectionOf(asked.name);
          return 'answer' in which ? which.answer : answerNamed(asked, which.found, tellWaiting);
        }
      }
    },
  };
}

function print(text: string): Answer {
  return { do: 'print', text };
}

function refused({ error }: { readonly ok: false; readonly error: Failure }): Answer {
  return { do: 'refuse', text: refusalText(error), code: exitCodeOf(error.code) };
}
