import { fail, succeed, type Failure, type Result } from '../common/result.ts';
import type { StateFile } from '../common/state-file.ts';
import type { EngineFamily } from '../endpoints/model.ts';
import { whyNotStarted } from './batch-file.ts';
import {
  splitCommand,
  type ClientChoices,
  type ClientId,
  type OwnClient,
  type OwnDraft,
  type Platform,
} from './model.ts';

type Nothing = Record<string, never>;

/** What the choices of clients need from outside. */
export interface ChoicesPorts {
  readonly choicesFile: StateFile<ClientChoices>;
  /** Asks for a program in a dialog of main's own; null where the user chose none. */
  readonly chooseProgram: () => Promise<Result<string | null>>;
  readonly platform: Platform;
  /** A new UUID. */
  readonly newId: () => string;
}

/** How many programs of the user's own there may be. */
const MAX_OWN = 32;

/**
 * What the user says of clients: where one is, and which there are beside the catalogue's. A path comes from main's
 * own dialog, never over the bridge.
 *
 * @param onChanged looks for all clients again
 */
export function createChoices(ports: ChoicesPorts, onChanged: () => Promise<unknown>) {
  let choices: ClientChoices = { paths: {}, own: [] };
  /** The programs that the user chose in this run: no other path that the interface names is taken. */
  const chosen = new Set<string>();

  async function change(next: ClientChoices): Promise<Result<Nothing>> {
    const saved = await ports.choicesFile.save(next);
    if (!saved.ok) return saved;
    choices = next;
    await onChanged();
    return succeed({});
  }

  function mayStart(program: string, before: OwnClient | undefined): boolean {
    return program === before?.program || chosen.has(program);
  }

  /** The program that the user has chosen in the dialog; null where they chose none. */
  async function askForProgram(): Promise<Result<string | null>> {
    const program = await ports.chooseProgram();
    if (!program.ok || program.value === null) return program;
    const why = whyNotStarted(program.value, ports.platform);
    return why === null ? program : fail('not-allowed', why);
  }

  return {
    current: (): ClientChoices => choices,

    /** Notes that a client was opened; that it could not be written down is no reason to say more. */
    async noteUsed(family: EngineFamily, id: ClientId): Promise<void> {
      if (choices.last?.[family] === id) return;
      choices = { ...choices, last: { ...choices.last, [family]: id } };
      await ports.choicesFile.save(choices);
    },

    /** Reads the file; returns what is to be said of it. */
    async load(): Promise<Failure | null> {
      const { value, problem } = await ports.choicesFile.load();
      choices = value;
      return problem;
    },

    requests: {
      /** Asks where a client is; nothing changes where the user chose none. `not-allowed` for a batch file. */
      async choosePath(id: ClientId): Promise<Result<Nothing>> {
        const program = await askForProgram();
        if (!program.ok) return program;
        if (program.value === null) return succeed({});
        return change({ ...choices, paths: { ...choices.paths, [id]: program.value } });
      },

      /** Lets Latchkey look for a client again. */
      forgetPath(id: ClientId): Promise<Result<Nothing>> {
        const { [id]: _, ...paths } = choices.paths;
        return change({ ...choices, paths });
      },

      /** Asks for the program of a client of the user's own; `not-allowed` for a batch file. */
      async chooseProgram(): Promise<Result<{ program: string | null }>> {
        const program = await askForProgram();
        if (!program.ok) return program;
        if (program.value !== null) chosen.add(program.value);
        return succeed({ program: program.value });
      },

      /**
       * Makes a client of the user's own (`id` null) or changes one.
       *
       * @returns `client-not-found`, `not-allowed` (too many, or a program that the user did not choose in the dialog),
       *   `invalid-input` (a command that cannot be taken apart) or `file-unwritable`
       */
      async saveOwn(id: ClientId | null, draft: OwnDraft): Promise<Result<Nothing>> {
        const before = choices.own.find((one) => one.id === id);
        if (id !== null && before === undefined)
          return fail('client-not-found', 'This client no longer exists.');
        if (!mayStart(draft.program, before)) {
          return fail('not-allowed', 'The program was not chosen in the dialog.', {
            hint: 'Choose it with “Choose…”.',
          });
        }
        const words = splitCommand(draft.command);
        if (!words.ok) return words;
        if (before === undefined && choices.own.length >= MAX_OWN) {
          return fail('not-allowed', `There can be ${MAX_OWN} clients of your own.`, {
            hint: 'Remove one first.',
          });
        }
        const made: OwnClient = { ...draft, id: before?.id ?? `own-${ports.newId()}`.slice(0, 40) };
        const own =
          before === undefined
            ? [...choices.own, made]
            : choices.own.map((one) => (one === before ? made : one));
        return change({ ...choices, own });
      },

      /** Removes a client of the user's own; connections that name it take another. */
      removeOwn(id: ClientId): Promise<Result<Nothing>> {
        return change({ ...choices, own: choices.own.filter((one) => one.id !== id) });
      },
    },
  };
}
