import type { Clock } from '../common/clock.ts';
import type { Connection } from '../connections/model.ts';
import { fail, type Failure, type Result } from '../common/result.ts';
import type { StateFile } from '../common/state-file.ts';
import { nameInLink } from './model.ts';
import type { ConfirmLink } from './ports.ts';

/** What the links module needs from outside. */
export interface LinksPorts {
  readonly file: StateFile<string[]>;
  readonly clock: Pick<Clock, 'now'>;
  readonly connections: () => readonly Connection[];
  readonly confirm: ConfirmLink;
  /** Opens a connection in its usual client. */
  readonly open: (connection: Connection) => Promise<Result<unknown>>;
  /** Tells of a link that led nowhere. */
  readonly onFailure: (error: Failure) => void;
}

/** After a link has been dealt with, the next ones are left alone for so long, in milliseconds. */
const REST_MS = 1_000;

/**
 * Makes the links module. A link can open a saved connection and do nothing else; whoever has put it on a page
 * needs a person's word the first time. One link is dealt with at a time, and those that come meanwhile or
 * right after are dropped: a page must not be able to fill the screen.
 */
export function createLinks(ports: LinksPorts) {
  let allowed = new Set<string>();
  let isBusy = false;
  let restsUntil = 0;

  async function follow(link: string): Promise<Result<unknown>> {
    const name = nameInLink(link);
    if (name === null) {
      return fail('invalid-input', 'Latchkey did not understand a link, and opened nothing.', {
        hint: 'A link to a saved connection is latchkey://connect/ and its name.',
      });
    }
    const all = ports.connections();
    const fitting = all.filter((one) => one.name === name || one.id === name);
    const [connection] = fitting;
    if (connection === undefined || fitting.length > 1) {
      const what = connection === undefined ? 'No saved connection has' : 'Several saved connections have';
      return fail('connection-not-found', `${what} the name “${name.slice(0, 128)}” that a link asked for.`, {
        hint: 'Nothing was opened. The name must match exactly, or use the connection’s ID.',
      });
    }
    if (!allowed.has(connection.id)) {
      const said = await ports.confirm(connection);
      if (said === 'no') return { ok: true, value: null };
      if (said === 'always') await allow(connection.id);
    }
    return ports.open(connection);
  }

  /** What cannot be written down holds for this run; the person is asked again at the next. */
  async function allow(id: string): Promise<void> {
    const known = new Set(ports.connections().map((one) => one.id));
    allowed = new Set([...allowed].filter((one) => known.has(one)).concat(id));
    const saved = await ports.file.save([...allowed]);
    if (!saved.ok) ports.onFailure(saved.error);
  }

  return {
    /** Reads which connections links may open; returns what is to be said of the file. */
    async load(): Promise<Failure | null> {
      const { value, problem } = await ports.file.load();
      allowed = new Set(value);
      return problem;
    },
    /**
     * Does what a link asks for, or tells why not.
     *
     * @returns false where there is something to be read in the window
     */
    async open(link: string): Promise<boolean> {
      if (isBusy || ports.clock.now() < restsUntil) return true;
      isBusy = true;
      try {
        const followed = await follow(link);
        if (!followed.ok) ports.onFailure(followed.error);
        return followed.ok;
      } finally {
        isBusy = false;
        restsUntil = ports.clock.now() + REST_MS;
      }
    },
  };
}
