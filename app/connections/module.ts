import type { Clock } from '../common/clock.ts';
import type { EmitOf, HandlersOf, SnapshotOf } from '../common/contract.ts';
import { createNews } from '../common/news.ts';
import type { Result } from '../common/result.ts';
import type { StateFile } from '../common/state-file.ts';
import type { ProfilesApi } from '../profiles/module.ts';
import type { CopyText } from '../tokens/copy-text.ts';
import type { Note } from '../window/module.ts';
import type { connectionsContract } from './contract.ts';
import type { Connection } from './model.ts';
import type { SharedFiles } from './ports.ts';
import { createSeenResources, type SeenResources } from './seen-resources.ts';
import { createConnections } from './service.ts';

/** What the connections module needs from outside. */
export interface ConnectionsModulePorts {
  readonly file: StateFile<Connection[]>;
  readonly seenResourcesFile: StateFile<SeenResources>;
  readonly sharedFiles: SharedFiles;
  /** Asks for a PEM file: its path, null where none was chosen, or `file-unreadable`. */
  readonly chooseCaFile: () => Promise<Result<string | null>>;
}

/** What the connections module takes from others. */
interface Needs {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly copyText: CopyText;
  readonly note: Note;
  readonly profiles: ProfilesApi;
}

/** What other modules can ask of the saved connections. */
export type ConnectionsApi = ReturnType<typeof createConnectionsModule>['api'];

/** Makes the connections module. */
export function createConnectionsModule(
  ports: ConnectionsModulePorts,
  { clock, newId, copyText, note, profiles }: Needs,
  emit: EmitOf<typeof connectionsContract>,
) {
  const changed = createNews<readonly Connection[]>();
  const connections = createConnections({
    ...ports,
    clock,
    newId,
    profiles,
    onChanged(list) {
      emit('changed', list);
      changed.tell(list);
    },
  });
  const seen = createSeenResources({
    file: ports.seenResourcesFile,
    connections: connections.list,
    onChanged: (all) => emit('seen', all),
  });
  const handlers: HandlersOf<typeof connectionsContract> = {
    save: ({ id, draft }) => connections.save(id, draft),
    saveMany: ({ drafts }) => connections.saveMany(drafts),
    duplicate: ({ connectionId }) => connections.duplicate(connectionId),
    remove: ({ connectionId }) => connections.remove(connectionId),
    removeMany: ({ ids }) => connections.removeMany(ids),
    restore: ({ connectionId }) => connections.restore(connectionId),
    pin: ({ connectionId, pinned }) => connections.pin(connectionId, pinned),
    move: ({ connectionId, before }) => connections.move(connectionId, before),
    copyHost: async ({ connectionId }) => {
      const found = connections.find(connectionId);
      return found.ok ? copyText(found.value.address.host) : found;
    },
    chooseCa: () => connections.chooseCa(),
    export: ({ ids }) => connections.exportFile(ids),
    import: () => connections.importFile(),
    acceptImport: ({ importId, leaveOut }) => connections.acceptImport(importId, leaveOut),
    acceptDatabase: async ({ connectionId, resourceId }) => {
      const found = connections.find(connectionId);
      return found.ok ? seen.accept(found.value, resourceId) : found;
    },
  };
  const snapshot: SnapshotOf<typeof connectionsContract> = () => ({
    connections: connections.list(),
    seenResources: seen.all(),
  });
  return {
    api: {
      list: connections.list,
      find: connections.find,
      used: connections.used,
      areKnown: connections.areKnown,
      renameProfile: connections.renameProfile,
    },
    news: { changed },
    reactions: { scanned: seen.learn },
    handlers,
    snapshot,
    async start(): Promise<void> {
      note('connections-file', await connections.load());
      await seen.load();
    },
  };
}
