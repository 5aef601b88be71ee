import { fail, succeed, type Failure, type Result } from '../common/result.ts';
import { chosenBySystem, chosenWithoutSystem, nowOf, type Chosen } from './choose.ts';
import type { ProxiesNow } from './contract.ts';
import type { Environment } from './environment.ts';
import {
  defaultProxyChoice,
  proxyText,
  readProxy,
  type Proxy,
  type ProxyAddress,
  type ProxyChoice,
  type ProxyList,
} from './model.ts';
import type { AskSystem, Outbound, ProxyStore } from './ports.ts';
import { targetOf, urlOf, type Target } from './target.ts';

/** What the proxies module needs from outside. */
export interface ProxiesPorts {
  readonly store: ProxyStore;
  /** Null on a host that has no way to ask. */
  readonly askSystem: AskSystem | null;
  readonly env: Environment;
  /** Asks the user for a PEM file, and checks it; null where the user chose none. */
  readonly chooseCaFile: () => Promise<Result<string | null>>;
  /** The text of a PEM file; `file-unreadable`. */
  readonly readCaFile: (path: string) => Promise<Result<string>>;
  readonly onChanged: (now: ProxiesNow) => void;
}

type Nothing = Record<string, never>;

/** What stands for all of AWS where it is shown what applies. */
const SHOWN = targetOf('https', 'sts.amazonaws.com', 443);

/** Makes the proxies module. */
export function createProxies(ports: ProxiesPorts) {
  let choice: ProxyChoice = defaultProxyChoice;
  let password = '';
  let extraCa: string | null = null;
  let generation = 0;
  let now: ProxiesNow['now'] = { proxies: [], saidBy: 'nobody', problem: null };

  const ownProxy = (): Proxy | null => choice.own && { ...choice.own, password };

  function decide(target: Target): Chosen | Promise<Chosen> {
    const known = chosenWithoutSystem(target, { use: choice.use, own: ownProxy(), env: ports.env });
    if (known !== null) return known;
    return ports.askSystem === null
      ? chosenBySystem(null)
      : ports.askSystem(urlOf(target)).then(chosenBySystem);
  }

  async function look(): Promise<void> {
    now = nowOf(await decide(SHOWN));
    ports.onChanged({ choice, now });
  }

  async function hold(next: ProxyChoice, nextPassword = password): Promise<Result<Nothing>> {
    const saved = await ports.store.save(next, nextPassword);
    if (!saved.ok) return saved;
    choice = next;
    password = nextPassword;
    generation += 1;
    await look();
    return succeed({});
  }

  async function readCa(path: string | null): Promise<Failure | null> {
    const read = path === null ? succeed(null) : await ports.readCaFile(path);
    extraCa = read.ok ? read.value : null;
    return read.ok ? null : read.error;
  }

  const outbound: Outbound = {
    listFor(target) {
      const chosen = decide(target);
      return 'list' in chosen ? chosen.list : chosen.then(({ list }) => list);
    },
    generation: () => generation,
    extraCa: () => extraCa,
  };

  return {
    outbound,
    /**
     * What a connection's database is reached through.
     *
     * @param named the connection's own proxy, with the password that is kept for the same one and user; null for those of
     * the settings
     */
    async listForDatabase(
      named: ProxyAddress | null,
      { host, port }: { readonly host: string; readonly port: number },
    ): Promise<Result<ProxyList>> {
      if (named === null) return outbound.listFor(targetOf('tcp', host, port));
      return succeed([{ ...named, password: isSame(named, choice.own) ? password : '' }]);
    },
    current: (): ProxiesNow => ({ choice, now }),
    look,
    /** Reads what was chosen; returns what is to be said of it. */
    async load(): Promise<Failure | null> {
      const { problem, ...kept } = await ports.store.load();
      ({ choice, password } = kept);
      const unreadable = await readCa(choice.caFile);
      generation += 1;
      // the system is asked when the window is not waiting for it
      void look();
      return problem ?? unreadable;
    },
    /** @returns `file-unwritable`; `invalid-input` for an own proxy that was never written */
    async use(use: ProxyChoice['use']): Promise<Result<Nothing>> {
      if (use === 'own' && choice.own === null)
        return fail('invalid-input', 'Enter the address of the proxy first.');
      return hold({ ...choice, use });
    },
    /** Writes the own proxy, and uses it. @param typed null keeps the password of the same proxy and user */
    async setOwn(address: string, typed: string | null): Promise<Result<Nothing>> {
      const read = readProxy(address);
      if (!read.ok) return read;
      const { password: written, ...own } = read.value;
      const next = written === '' ? (typed ?? (isSame(own, choice.own) ? password : '')) : written;
      return hold({ ...choice, use: 'own', own, hasPassword: next !== '' }, next);
    },
    async chooseCa(): Promise<Result<Nothing>> {
      const chosen = await ports.chooseCaFile();
      if (!chosen.ok || chosen.value === null) return chosen.ok ? succeed({}) : chosen;
      const unreadable = await readCa(chosen.value);
      if (unreadable !== null) return { ok: false, error: unreadable };
      return hold({ ...choice, caFile: chosen.value });
    },
    async forgetCa(): Promise<Result<Nothing>> {
      await readCa(null);
      return hold({ ...choice, caFile: null });
    },
  };
}

/** Whether a password that is kept for one is the other's. */
function isSame(one: ProxyAddress, other: ProxyAddress | null): boolean {
  return other !== null && proxyText(one) === proxyText(other) && one.user === other.user;
}
