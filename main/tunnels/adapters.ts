import { join } from 'node:path';
import type { TunnelsModulePorts } from '../../app/tunnels/module.ts';
import type { Machine } from '../machine.ts';
import { answers } from './answers.ts';
import { systemSsh } from './ssh/system-ssh.ts';
import { defaultRoutesSchema, rememberedSchema } from './state-files.ts';

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
      clusters: async (...given) => (await search()).clusters(...given),
      tasks: async (...given) => (await search()).tasks(...given),
      containers: async (...given) => (await search()).containers(...given),
      interfaces: async (...given) => (await search()).interfaces(...given),
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
    defaultRoutesFile: stateFile('network-routes.json', defaultRoutesSchema),
    answers,
  };
}
