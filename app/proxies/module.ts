import type { EmitOf, HandlersOf, SnapshotOf } from '../common/contract.ts';
import { succeed } from '../common/result.ts';
import type { Note } from '../window/module.ts';
import type { proxiesContract } from './contract.ts';
import type { Outbound } from './ports.ts';
import { createProxies, type ProxiesPorts } from './service.ts';

/** What the proxies module needs from outside. */
export interface ProxiesModulePorts extends Omit<ProxiesPorts, 'onChanged'> {
  /** Has all that leaves this process go as it is decided here. */
  readonly govern: (outbound: Outbound) => void;
}

/** What other modules can ask of proxies. */
export type ProxiesApi = ReturnType<typeof createProxiesModule>['api'];

/** Makes the proxies module. */
export function createProxiesModule(
  ports: ProxiesModulePorts,
  { note }: { readonly note: Note },
  emit: EmitOf<typeof proxiesContract>,
) {
  const proxies = createProxies({
    ...ports,
    onChanged: (now) => emit('changed', now),
  });
  ports.govern(proxies.outbound);
  const handlers: HandlersOf<typeof proxiesContract> = {
    use: ({ use }) => proxies.use(use),
    setOwn: ({ address, password }) => proxies.setOwn(address, password),
    chooseCa: () => proxies.chooseCa(),
    forgetCa: () => proxies.forgetCa(),
    async look() {
      await proxies.look();
      return succeed({});
    },
  };
  const snapshot: SnapshotOf<typeof proxiesContract> = () => ({ proxies: proxies.current() });
  return {
    api: { listForDatabase: proxies.listForDatabase },
    handlers,
    snapshot,
    start: async (): Promise<void> => note('proxy-file', await proxies.load()),
  };
}
