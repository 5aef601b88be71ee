import type { Clock } from '../common/clock.ts';
import type { HandlersOf } from '../common/contract.ts';
import { succeed } from '../common/result.ts';
import type { StateFile } from '../common/state-file.ts';
import type { ProfilesApi } from '../profiles/module.ts';
import type { CopyText } from '../tokens/copy-text.ts';
import type { Note } from '../window/module.ts';
import type { tunnelsContract } from './contract.ts';
import { findNodes } from './find-nodes.ts';
import { tunnelPolicy } from './policy.ts';
import type { NodeSearch, SessionManager } from './ports.ts';
import { createRemembered, sharedBy, type RememberedNode } from './remembered.ts';
import { createSessions } from './sessions.ts';

/** What the tunnels module needs from outside. */
export interface TunnelsModulePorts {
  readonly manager: SessionManager;
  readonly search: NodeSearch;
  readonly file: StateFile<RememberedNode[]>;
}

/** What the tunnels module takes from others. */
interface Needs {
  readonly clock: Clock;
  readonly note: Note;
  readonly copyText: CopyText;
  readonly profiles: ProfilesApi;
}

/** What other modules can ask of tunnels. */
export type TunnelsApi = ReturnType<typeof createTunnelsModule>['api'];

/** Makes the tunnels module. */
export function createTunnelsModule(
  { manager, search, file }: TunnelsModulePorts,
  { clock, note, copyText, profiles }: Needs,
) {
  const remembered = createRemembered(file);
  const sessions = createSessions({ clock, manager, search, remembered, credentials: profiles.credentials });
  const handlers: HandlersOf<typeof tunnelsContract> = {
    async findNodes({ profile, region, address }) {
      const got = await profiles.credentials(profile);
      if (!got.ok) return got;
      const scope = { profile, region, credentials: got.value };
      const lastUsed = (vpc: string | null): string | null => remembered.get(sharedBy(vpc, scope));
      const found = await findNodes(search, scope, { ...address, lastUsed });
      if (!found.ok) return found;
      const { candidates, denied } = found.value;
      return succeed({ candidates, denied });
    },
    copyPolicy: async (wanted) => copyText(tunnelPolicy(wanted)),
  };
  return {
    api: { start: sessions.start, resume: sessions.resume, worked: sessions.worked, end: sessions.end },
    handlers,
    start: async (): Promise<void> => note('tunnels-file', await remembered.load()),
    stop: sessions.stop,
  };
}
