import { readFile } from 'node:fs/promises';
import { fail, succeed } from '../../app/common/result.ts';
import type { ProxiesModulePorts } from '../../app/proxies/module.ts';
import { caBundle } from '../clients/ca-bundle.ts';
import type { Machine } from '../machine.ts';
import { askSystem } from './ask-system.ts';
import { govern } from './outbound.ts';
import { proxySchema, proxyStore } from './store.ts';

/** What the proxies module needs, on this machine. */
export function proxiesAdapters({ host, env, clock, stateFile }: Machine): ProxiesModulePorts {
  return {
    store: proxyStore(stateFile('proxy.json', proxySchema), host.secretBox),
    askSystem: host.resolveProxy === null ? null : askSystem(host.resolveProxy, clock),
    env,
    chooseCaFile: host.chooseCaFile,
    async readCaFile(path) {
      const checked = await caBundle(host.dataFolder, path);
      if (!checked.ok) {
        return fail(checked.error.code, checked.error.message, {
          hint: 'Choose another file for the proxy.',
        });
      }
      const text = await readFile(checked.value, 'utf8').catch(() => null);
      return text === null ? fail('file-unreadable', `The file ${path} cannot be read.`) : succeed(text);
    },
    govern,
  };
}
