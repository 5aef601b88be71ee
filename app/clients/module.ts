import type { EmitOf, HandlersOf, SnapshotOf } from '../common/contract.ts';
import { createNews } from '../common/news.ts';
import { succeed, type Result } from '../common/result.ts';
import type { StateFile } from '../common/state-file.ts';
import type { EngineFamily } from '../endpoints/model.ts';
import type { SettingsApi } from '../settings/module.ts';
import type { Note } from '../window/module.ts';
import type { clientsContract } from './contract.ts';
import type { ClientChoices, ClientId, Programs } from './model.ts';
import type { ClientLauncher, ResolveHost } from './ports.ts';
import { createClients } from './service.ts';

/** What the clients module needs from outside. */
export interface ClientsModulePorts {
  readonly launcher: ClientLauncher;
  readonly resolveHost: ResolveHost;
  readonly choicesFile: StateFile<ClientChoices>;
  /** Asks for a program in a dialog of main's own; null where the user chose none. */
  readonly chooseProgram: () => Promise<Result<string | null>>;
}

/** What the clients module takes from others. */
interface Needs {
  readonly newId: () => string;
  readonly note: Note;
  readonly settings: SettingsApi;
  /** Work that nobody waits for. */
  readonly background: (work: Promise<unknown>) => void;
}

/** What other modules can ask of SQL clients. */
export type ClientsApi = ReturnType<typeof createClientsModule>['api'];

/** Makes the clients module. */
export function createClientsModule(
  ports: ClientsModulePorts,
  { newId, note, settings, background }: Needs,
  emit: EmitOf<typeof clientsContract>,
) {
  /** Which clients there are, or which was last used, is different. */
  const changed = createNews<null>();
  const clients = createClients({
    launcher: ports.launcher,
    resolve: ports.resolveHost,
    choicesFile: ports.choicesFile,
    chooseProgram: ports.chooseProgram,
    currentSettings: settings.current,
    newId,
    onChanged(programs) {
      emit('changed', programs);
      changed.tell(null);
    },
  });
  const handlers: HandlersOf<typeof clientsContract> = {
    refresh: async () => {
      await clients.find(true);
      return succeed({});
    },
    choosePath: ({ client }) => clients.choosePath(client),
    forgetPath: ({ client }) => clients.forgetPath(client),
    chooseProgram: () => clients.chooseProgram(),
    saveOwn: ({ id, draft }) => clients.saveOwn(id, draft),
    removeOwn: ({ id }) => clients.removeOwn(id),
  };
  const snapshot: SnapshotOf<typeof clientsContract> = () => ({ programs: clients.programs() });
  return {
    api: {
      open: clients.open,
      openThrough: clients.openThrough,
      takesToken: clients.takesToken,
      setUp: clients.setUp,
      runAws: clients.runAws,
      planForCaller: clients.planForCaller,
      variables: clients.variables,
      programs: clients.programs,
      lastUsed: clients.lastUsed,
      /** Notes that a client was opened for an engine: it is the usual one from now on. */
      noteUsed(family: EngineFamily, id: ClientId): void {
        background(clients.noteUsed(family, id));
        changed.tell(null);
      },
      /** The programs on this machine; whoever asks right after the start waits for what the window is told later. */
      found: async (): Promise<Programs> =>
        clients.programs().clients.length === 0 ? clients.find(false) : clients.programs(),
    },
    news: { changed },
    handlers,
    snapshot,
    async start(): Promise<void> {
      note('clients-file', await clients.load());
      background(clients.find(false));
    },
  };
}
