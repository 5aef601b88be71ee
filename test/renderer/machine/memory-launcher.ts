import type { Plan } from '../../../app/clients/catalogue/definition.ts';
import type { Client, Programs } from '../../../app/clients/model.ts';
import type { ClientLauncher } from '../../../app/clients/ports.ts';
import { fail, succeed } from '../../../app/common/result.ts';

/** A client that was opened: its program, the terminal that it runs in (null: windows of its own), and its plan. */
export interface Opened {
  readonly program: string;
  readonly terminal: string | null;
  readonly plan: Plan;
}

/** How each program that is asked answers to `--version`. */
const answers: Readonly<Record<string, (version: string) => string>> = {
  psql: (version) => `psql (PostgreSQL) ${version}`,
  mysql: (version) => `mysql  Ver ${version} for Linux on x86_64`,
  mariadb: (version) => `mariadb  Ver 15.1 Distrib ${version}, for Linux`,
  usql: (version) => `usql ${version}`,
};

/** The programs of a machine, of which a test says which there are. */
export function memoryLauncher(platform: ClientLauncher['platform'], first: Programs) {
  const opened: Opened[] = [];
  /** How often each program was asked for its version. */
  const asked: string[] = [];
  let programs = first;
  const isThere = (one: Client): boolean => one.found !== null;

  const launcher: ClientLauncher = {
    platform,
    async locate({ id }, setPath) {
      const known = programs.clients.find((one) => one.id === id);
      const where = setPath ?? known?.found ?? null;
      const isBroken = known !== undefined && known.isPathSet && !isThere(known);
      if (where === null || isBroken) {
        return { found: false, looked: ['/usr/bin'], broken: isBroken ? known.caution : null };
      }
      return { found: true, where, foundIn: 'program', program: where };
    },
    async askVersion(program) {
      asked.push(program);
      const { id, version = null } = programs.clients.find(({ found }) => found === program) ?? { id: '' };
      return succeed(version === null ? '' : (answers[id]?.(version) ?? `Version: ${version}`));
    },
    terminals: async () => programs.terminals,
    async terminal(wanted) {
      const found = programs.terminals.find(({ id }) => wanted === 'auto' || id === wanted);
      if (found === undefined) return fail('terminal-not-found', 'No terminal was found.');
      const { name } = found;
      return succeed({
        name,
        async open(plan, { program }) {
          opened.push({ program, terminal: name, plan });
          return succeed(undefined);
        },
      });
    },
    certificates: async (caFile) => succeed(caFile ?? '/rds-ca.pem'),
    ownOptionFile: async () => null,
    async openWindow({ where }, plan) {
      opened.push({ program: where, terminal: null, plan });
      return succeed(undefined);
    },
  };
  return {
    launcher,
    opened,
    asked,
    /** These programs are there from now on. */
    install: (next: Programs) => void (programs = next),
  };
}
