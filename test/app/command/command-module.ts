import type { Client } from '../../../app/clients/model.ts';
import { vi } from 'vitest';
import type { Connection } from '../../../app/connections/model.ts';
import type { CommandPorts } from '../../../app/command/service.ts';
import { createCommand } from '../../../app/command/service.ts';
import { succeed } from '../../../app/common/result.ts';
import type { Lease } from '../../../app/tokens/model.ts';
import { testClock } from '../test-clock.ts';

/** A lease of a token that the command was given. */
export const commandLease: Lease = {
  endpointId: 'e',
  dbUser: 'app_readonly',
  deliveredTo: 'command',
  signedAt: 0,
  expiresAt: Date.UTC(2026, 6, 21, 14, 35, 12),
  limitedBy: 'token',
  certain: true,
};

/** The command over the connections of a test; what it asks of other modules is recorded, or as the test says. */
export function commandModule(connections: readonly Connection[], over: Partial<CommandPorts> = {}) {
  const record = vi.fn<CommandPorts['record']>();
  const used = vi.fn<CommandPorts['used']>();
  const open = vi.fn<CommandPorts['open']>(async (_connection, client) =>
    succeed({ where: `${client ?? 'psql'} (xterm)` }),
  );
  const clock = testClock();
  const { answer } = createCommand({
    version: '1.2.3',
    clock,
    connections: () => connections,
    gateways: () => [],
    used,
    record,
    sign: async ({ name }) => succeed({ token: `token-of-${name}`, lease: commandLease }),
    localPassword: async () => succeed('local'),
    run: async ({ name }, client) =>
      succeed({
        run: {
          program: `/usr/bin/${client}`,
          banner: name,
          args: [],
          set: {},
          unset: [],
          secret: { by: 'environment', variable: 'PGPASSWORD', content: 'token\n' },
        },
        lease: commandLease,
      }),
    variables: async () => succeed({ text: 'export X=1\n', lease: commandLease }),
    doctor: async ({ name }) => succeed({ text: `Can somebody log in to ${name}? Yes.`, isIn: true }),
    programs: async () => ({
      clients: [client('psql', '/usr/bin/psql'), client('mysql', null)],
      terminals: [],
      own: [],
    }),
    printProfiles: async (files, secrets) => `${JSON.stringify({ files, secrets })}\n`,
    open,
    ...over,
  });
  return { answer: (...words: readonly string[]) => answer(words), record, used, open, clock };
}

function client(id: string, found: string | null): Client {
  return {
    id,
    name: id,
    runsIn: 'terminal',
    families: [id === 'psql' ? 'postgres' : 'mysql'],
    found,
    version: null,
    direct: '',
    gateway: '',
    caution: null,
    keepsEntries: false,
    isPathSet: false,
  };
}
