import type { Clock } from '../common/clock.ts';
import type { EmitOf, HandlersOf, SnapshotOf } from '../common/contract.ts';
import { createNews } from '../common/news.ts';
import { succeed, type Result } from '../common/result.ts';
import type { StateFile } from '../common/state-file.ts';
import type { Connection } from '../connections/model.ts';
import { DIRECT, type ProxyList } from '../proxies/model.ts';
import type { ProfilesApi } from '../profiles/module.ts';
import type { CopyText } from '../tokens/copy-text.ts';
import type { ProxiesApi } from '../proxies/module.ts';
import type { Note } from '../window/module.ts';
import type { tunnelsContract } from './contract.ts';
import { createRememberedRoutes } from './remembered-routes.ts';
import { findNodes } from './find-nodes.ts';
import type { DefaultRoute } from './model.ts';
import { tunnelPolicy } from './policy.ts';
import type { NodeSearch, SessionManager } from './ports.ts';
import { createRemembered, sharedBy, type RememberedNode } from './remembered.ts';
import { createSessions } from './sessions.ts';
import type { Ssh } from './ssh/ports.ts';
import { createSshQuestions } from './ssh/questions.ts';
import { createSshSessions, type SessionSaid } from './ssh/sessions.ts';

/** What the tunnels module needs from outside. */
export interface TunnelsModulePorts {
  readonly manager: SessionManager;
  readonly search: NodeSearch;
  readonly ssh: Ssh;
  /** Brings the window to the front, for a question of `ssh`. */
  readonly showWindow: () => void;
  readonly file: StateFile<RememberedNode[]>;
  readonly defaultRoutesFile: StateFile<DefaultRoute[]>;
  /** Whether something answers at an address from here. Ends within two seconds. */
  readonly answers: (address: { readonly host: string; readonly port: number }) => Promise<boolean>;
}

/** What the tunnels module takes from others. */
interface Needs {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly note: Note;
  readonly copyText: CopyText;
  readonly profiles: ProfilesApi;
  readonly proxies: ProxiesApi;
}

export type { SessionSaid } from './ssh/sessions.ts';

/** What other modules can ask of tunnels. */
export type TunnelsApi = ReturnType<typeof createTunnelsModule>['api'];

/** Makes the tunnels module. */
export function createTunnelsModule(
  { manager, search, ssh, showWindow, file, defaultRoutesFile, answers }: TunnelsModulePorts,
  { clock, newId, note, copyText, profiles, proxies }: Needs,
  emit: EmitOf<typeof tunnelsContract>,
) {
  const said = createNews<SessionSaid>();
  /** An `ssh` that clients wait for has logged in, or has ended. */
  const settled = createNews<null>();
  const questions = createSshQuestions({
    newId,
    showWindow,
    onChanged: (list) => emit('sshAsks', list),
  });
  const sshSessions = createSshSessions({
    clock,
    newId,
    ssh,
    questions,
    onSaid: said.tell,
    onSettled: () => settled.tell(null),
  });
  const remembered = createRemembered(file);
  const sessions = createSessions({ clock, manager, search, remembered, credentials: profiles.credentials });
  const defaultRoutes = createRememberedRoutes(defaultRoutesFile, (routes) => emit('defaultRoutes', routes));
  const handlers: HandlersOf<typeof tunnelsContract> = {
    async findNodes({ profile, region, address }) {
      const got = await profiles.credentials(profile);
      if (!got.ok) return got;
      const scope = { profile, region, credentials: got.value };
      const lastUsed = (vpc: string | null): string | null => remembered.get(sharedBy(vpc, scope));
      const found = await findNodes(search, scope, { ...address, lastUsed, isEnough: () => false });
      if (!found.ok) return found;
      const { candidates, denied } = found.value;
      return succeed({ candidates, denied });
    },
    copyPolicy: async (wanted) => copyText(tunnelPolicy(wanted)),
    answers: async ({ address }) => succeed({ answers: await answers(address) }),
    setDefaultRoute: ({ network, route }) => defaultRoutes.set(network, route),
    async answerSsh({ id, answer }) {
      questions.answer(id, answer);
      return succeed({});
    },
    async cancelSsh({ id }) {
      questions.cancel(id);
      return succeed({});
    },
  };
  const snapshot: SnapshotOf<typeof tunnelsContract> = () => ({
    sshQuestions: questions.list(),
    defaultRoutes: defaultRoutes.all(),
  });
  const start: typeof sessions.start = (connection, asker) =>
    connection.networkRoute.kind === 'ssh'
      ? sshSessions.start(connection, asker)
      : sessions.start(connection, asker);
  return {
    api: {
      start,
      resume: sessions.resume,
      worked: sessions.worked,
      defaultRouteOf: defaultRoutes.of,
      /** What a database that is reached through a proxy is dialled through; `invalid-input` where that cannot be known. */
      proxies: async ({
        networkRoute,
        address,
      }: Pick<Connection, 'networkRoute' | 'address'>): Promise<Result<ProxyList>> =>
        networkRoute.kind === 'proxy'
          ? proxies.listForDatabase(networkRoute.proxy, address)
          : succeed(DIRECT),
      end(session: string): void {
        sessions.end(session);
        void sshSessions.end(session);
      },
    },
    news: { said, settled },
    handlers,
    snapshot,
    async start(): Promise<void> {
      note('tunnels-file', await remembered.load());
      note('network-routes-file', await defaultRoutes.load());
    },
    async stop(): Promise<void> {
      await Promise.all([sessions.stop(), sshSessions.stop()]);
    },
  };
}
