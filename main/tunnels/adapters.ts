import { join } from 'node:path';
import { z } from 'zod';
import type { TunnelsModulePorts } from '../../app/tunnels/module.ts';
import { MAX_REMEMBERED, rememberedNode, type RememberedNode } from '../../app/tunnels/remembered.ts';
import type { StateFileSchema } from '../files/json-file.ts';
import type { Machine } from '../machine.ts';
import { systemSsh } from './ssh/system-ssh.ts';

/** `tunnels.json`: an entry that is not valid is left out; nodes are found anew. */
const rememberedSchema: StateFileSchema<RememberedNode[]> = {
  version: 1,
  initial: [],
  disposable: true,
  parse(data) {
    const held = z.array(z.unknown()).safeParse(data);
    if (!held.success) return null;
    const valid = held.data.flatMap((given) => rememberedNode.safeParse(given).data ?? []);
    return { value: valid.slice(-MAX_REMEMBERED), complete: valid.length === held.data.length };
  },
};

/** What the tunnels module needs, on this machine. What stands on AWS's SDK is loaded when it is first asked for. */
export function tunnelsAdapters(machine: Machine): TunnelsModulePorts {
  const { aws, env, profileFiles, stateFile, host, home, path, platform, report } = machine;
  const settings = async () => (await aws()).settingsOf(profileFiles, env);
  const manager = async () => {
    const { sessionManager } = await import('./aws/session-manager.ts');
    return sessionManager(await settings());
  };
  const search = async () => {
    const { nodeSearch } = await import('./aws/node-search.ts');
    return nodeSearch(await settings());
  };
  return {
    manager: {
      start: async (...given) => (await manager()).start(...given),
      resume: async (...given) => (await manager()).resume(...given),
      terminate: async (...given) => (await manager()).terminate(...given),
    },
    search: {
      place: async (...given) => (await search()).place(...given),
      managed: async (...given) => (await search()).managed(...given),
      instances: async (...given) => (await search()).instances(...given),
      rules: async (...given) => (await search()).rules(...given),
    },
    ssh: systemSsh({
      env,
      home,
      path,
      platform,
      askpassFolder: join(host.dataFolder, 'ssh'),
      listensOn: platform === 'win32' ? 'port' : 'socket',
      report,
    }),
    showWindow: host.showWindow,
    file: stateFile('tunnels.json', rememberedSchema),
  };
}
