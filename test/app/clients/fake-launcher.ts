import type { ClientLauncher, FoundClient } from '../../../app/clients/ports.ts';
import type { Plan } from '../../../app/clients/catalogue/definition.ts';
import { succeed } from '../../../app/common/result.ts';
import type { StateFile } from '../../../app/common/state-file.ts';

/** Something that was opened: the client's program and the plan. */
export interface OpenedPlan {
  readonly client: string;
  readonly plan: Plan;
}

/**
 * A machine on which the named clients are found, and which writes down in order what it is asked for.
 *
 * @param found ids of clients that are there
 */
export function fakeLauncher(found: readonly string[], own: Partial<ClientLauncher> = {}) {
  const asked: string[] = [];
  const opened: OpenedPlan[] = [];
  const launcher: ClientLauncher = {
    platform: 'linux',
    async locate({ id }, setPath) {
      const where = setPath ?? `/usr/bin/${id}`;
      if (!found.includes(id)) return { found: false, looked: ['/usr/bin', '/opt/bin'], broken: null };
      const client: FoundClient = { where, foundIn: 'program', program: where };
      return { found: true, ...client };
    },
    async askVersion(program) {
      asked.push(`version ${program}`);
      return succeed('');
    },
    terminals: async () => [],
    async terminal(wanted) {
      asked.push(`terminal ${wanted}`);
      return succeed({
        name: 'xterm',
        async open(plan, subject) {
          opened.push({ client: subject.program, plan });
          return succeed(undefined);
        },
      });
    },
    async certificates(caFile) {
      asked.push(`certificates ${caFile}`);
      return succeed(caFile ?? '/rds.pem');
    },
    ownOptionFile: async () => null,
    async openWindow(client, plan) {
      opened.push({ client: client.where, plan });
      return succeed(undefined);
    },
    ...own,
  };
  return { launcher, asked, opened };
}

/** A state file that holds a value in memory. */
export function memoryFile<T>(initial: T): StateFile<T> & { readonly held: () => T } {
  let value = initial;
  return {
    held: () => value,
    load: async () => ({ value, problem: null }),
    async save(next) {
      value = next;
      return succeed(null);
    },
  };
}
