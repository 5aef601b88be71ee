import type { Clock } from '../common/clock.ts';
import type { Result } from '../common/result.ts';
import type { StateFile } from '../common/state-file.ts';
import type { ConnectionsApi } from '../connections/module.ts';
import type { Connection } from '../connections/model.ts';
import type { Note } from '../window/module.ts';
import type { ConfirmLink } from './ports.ts';
import { createLinks } from './service.ts';

/** What the links module needs from outside. */
export interface LinksModulePorts {
  readonly file: StateFile<string[]>;
  readonly confirm: ConfirmLink;
}

/** What the links module takes from others. */
interface Needs {
  readonly clock: Clock;
  readonly note: Note;
  readonly connections: ConnectionsApi;
  /** Opens a connection in its usual client. */
  readonly open: (connection: Connection) => Promise<Result<unknown>>;
}

/** Makes the links module. It has nothing to say to the window. */
export function createLinksModule(ports: LinksModulePorts, { clock, note, connections, open }: Needs) {
  const links = createLinks({
    ...ports,
    clock,
    open,
    connections: connections.list,
    onFailure(error) {
      // who has just cancelled something knows
      if (error.code !== 'cancelled') note('link', error);
    },
  });
  return {
    api: { open: links.open },
    start: async (): Promise<void> => note('links-file', await links.load()),
  };
}
