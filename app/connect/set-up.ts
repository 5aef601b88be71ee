import type { SetUpCard } from '../clients/model.ts';
import type { ClientsApi } from '../clients/module.ts';
import type { CommandApi } from '../command/module.ts';
import { fail, succeed, type Result } from '../common/result.ts';
import type { ConnectionsApi } from '../connections/module.ts';
import type { SharedFiles } from '../connections/ports.ts';
import type { HandlersOf } from '../common/contract.ts';
import type { GatewayApi } from '../gateway/module.ts';
import type { CopyText } from '../tokens/copy-text.ts';
import type { connectContract } from './contract.ts';

/** What setting a client up takes. */
export interface SetUpNeeds {
  readonly copyText: CopyText;
  readonly saveFile: SharedFiles['save'];
  readonly clients: ClientsApi;
  readonly connections: ConnectionsApi;
  readonly gateway: GatewayApi;
  readonly command: CommandApi;
}

interface Request {
  readonly connectionId: string;
  readonly client: string;
}

/** Answers requests about what a client is told once, so that it keeps an entry for a connection's gateway. */
export function createSetUp({
  copyText,
  saveFile,
  clients,
  connections,
  gateway,
  command,
}: SetUpNeeds): Pick<HandlersOf<typeof connectContract>, 'setUp' | 'copySetUp' | 'saveSetUp'> {
  async function setUp({ connectionId, client }: Request): Promise<Result<SetUpCard>> {
    const found = connections.find(connectionId);
    if (!found.ok) return found;
    const { id, name, family, dbUser, database, environment } = found.value;
    const state = command.state();
    const program = state?.status === 'installed' ? state.link : state?.command;
    const passwordCommand = program === undefined ? null : [program, 'password', name];
    const to = { id, name, family, dbUser, database, environment, passwordCommand };
    return clients.setUp(to, client, () => gateway.reserve(connectionId));
  }

  /** The entry alone; `not-allowed` where the steps say all. */
  async function entryOf(request: Request): Promise<Result<{ file: string; text: string }>> {
    const made = await setUp(request);
    if (!made.ok) return made;
    const { entry } = made.value;
    return entry === null
      ? fail('not-allowed', 'There is no entry to copy: follow the steps.')
      : succeed(entry);
  }

  return {
    setUp,
    async copySetUp(request) {
      const entry = await entryOf(request);
      return entry.ok ? copyText(entry.value.text) : entry;
    },
    async saveSetUp(request) {
      const entry = await entryOf(request);
      if (!entry.ok) return entry;
      const saved = await saveFile(entry.value.file, entry.value.text, 'entry');
      return saved.ok ? succeed({ file: saved.value?.name ?? null }) : saved;
    },
  };
}
