import { succeed, type Result } from '../common/result.ts';
import { isExempt, listOfEnvironment, type Environment } from './environment.ts';
import { DIRECT, type Proxy, type ProxyChoice, type ProxyList, type ProxyNow } from './model.ts';
import { readPac } from './pac.ts';
import { isLocal, type Target } from './target.ts';

/** What decides which proxies there are. */
export interface ProxySources {
  readonly use: ProxyChoice['use'];
  /** The own one with its password; null where none is written. */
  readonly own: Proxy | null;
  readonly env: Environment;
}

/** Which proxies a target is reached through, and who says so. */
export interface Chosen {
  readonly list: Result<ProxyList>;
  readonly saidBy: ProxyNow['saidBy'];
}

/**
 * Decides what a target is reached through, as far as the system need not be asked: what is on this machine and its link
 * never goes by a proxy, then the person's choice counts, then the environment's. `NO_PROXY` counts beside an own proxy,
 * too: it names what that one does not reach.
 *
 * @returns null where the system is to be asked
 */
export function chosenWithoutSystem(target: Target, { use, own, env }: ProxySources): Chosen | null {
  if (isLocal(target)) return { list: succeed(DIRECT), saidBy: 'nobody' };
  if (use === 'none') return { list: succeed(DIRECT), saidBy: 'choice' };
  if (use === 'own') {
    const list = own === null || isExempt(target, env) ? DIRECT : [own];
    return { list: succeed(list), saidBy: 'choice' };
  }
  const said = listOfEnvironment(target, env);
  return said === null ? null : { list: said, saidBy: 'environment' };
}

/** @param answer the system's, for the target's URL; null where it has none */
export function chosenBySystem(answer: string | null): Chosen {
  const list = answer === null ? DIRECT : readPac(answer);
  return { list: succeed(list), saidBy: list[0] === 'direct' ? 'nobody' : 'system' };
}

/** What is shown of a decision. */
export function nowOf({ list, saidBy }: Chosen): ProxyNow {
  if (!list.ok) {
    return {
      proxies: [],
      saidBy,
      problem: `${list.error.message} ${list.error.hint ?? ''}`.trim().slice(0, 500),
    };
  }
  const proxies = list.value.flatMap((one) => {
    if (one === 'direct') return [];
    const { password: _, ...address } = one;
    return [address];
  });
  // what comes after "directly" is not asked unless AWS cannot be reached so
  return { proxies: list.value[0] === 'direct' ? [] : proxies, saidBy, problem: null };
}
