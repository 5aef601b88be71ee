import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientChoices, ClientId } from '../../app/clients/model.ts';
import type { OpenTarget } from '../../app/clients/ports.ts';
import { createClients } from '../../app/clients/service.ts';
import { succeed } from '../../app/common/result.ts';
import { systemClock } from '../../main/clock.ts';
import { createLauncher } from '../../main/clients/launcher.ts';
import type { Spawn } from '../../main/clients/open-terminal.ts';
import { resolveHost } from '../../main/clients/resolve-host.ts';
import { labToken, type LabGateway } from './gateway.ts';
import type { Lab } from './lab.ts';

/** A user's account on this machine: a home of its own, xterm on a display, and Latchkey's clients module. */
export function terminalMachine(
  lab: Lab,
  display: string,
  over: {
    readonly choices?: ClientChoices;
    readonly environment?: Readonly<Record<string, string>>;
  } = {},
) {
  const base = mkdtempSync(join(tmpdir(), 'latchkey terminal-'));
  const home = join(base, 'home');
  mkdirSync(home);
  const runFolder = join(base, 'run');
  const modes: Record<string, string> = {};
  const path = process.env['PATH'] ?? '';
  const looking: Spawn = (program, args, options) => {
    for (const entry of readdirSync(runFolder, { recursive: true, encoding: 'utf8' })) {
      const mode = statSync(join(runFolder, entry)).mode & 0o777;
      modes[entry.replace(/^start-\w+/, 'start')] = mode.toString(8);
    }
    return spawn(program, args, options);
  };
  const clients = createClients({
    resolve: resolveHost,
    launcher: createLauncher({
      platform: 'linux',
      environment: { PATH: path, HOME: home, DISPLAY: display, LANG: 'C.UTF-8', ...over.environment },
      path: async () => path,
      home,
      dataFolder: join(base, 'data'),
      runFolder,
      spawn: looking,
      clock: systemClock,
    }),
    currentSettings: () => ({ terminal: 'xterm', caFile: lab.caFile }),
    choicesFile: {
      load: async () => ({ value: over.choices ?? { paths: {}, own: [] }, problem: null }),
      save: async () => succeed(null),
    },
    chooseProgram: async () => succeed(null),
    newId: () => 'id',
    onChanged: () => undefined,
  });
  const tokens: string[] = [];
  return {
    home,
    runFolder,
    /** Every token that was signed. */
    tokens,
    /** The modes of what was in the run folder when the terminal was started, by name. */
    modes,
    /** Opens a client on one of the lab's databases, logged in to it with a token. */
    open(target: OpenTarget, client: ClientId) {
      const to = target.family === 'postgres' ? lab.postgres : lab.mariadb;
      return clients.open(target, client, async () => {
        const token = await labToken(to, lab.identities.session, target.dbUser);
        tokens.push(token);
        const times = { signedAt: 0, expiresAt: 1, limitedBy: 'token', certain: true } as const;
        return succeed({
          token,
          lease: { endpointId: 'lab', dbUser: target.dbUser, deliveredTo: client, ...times },
        });
      });
    },
    /** Opens a client on a gateway, after looking up what this user has chosen. */
    async openThrough(target: OpenTarget, client: ClientId, { port, password }: LabGateway) {
      await clients.load();
      const localSide = { localSignIn: 'scram', localCa: null } as const;
      return clients.openThrough(target, client, async () => succeed({ port, password, localSide }));
    },
    /** Files of this user's that hold a text. */
    filesWith: (text: string) =>
      readdirSync(base, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((file) => readFileSync(file, 'utf8').includes(text)),
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}
