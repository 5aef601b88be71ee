import { fail, succeed, type Result } from '../common/result.ts';
import { isNamedByNoProxy } from './no-proxy.ts';
import { DIRECT, readProxy, type ProxyList } from './model.ts';
import type { Target } from './target.ts';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The variables that say something of each kind of target, the nearest first. */
const VARIABLES: Readonly<Record<Target['protocol'], readonly string[]>> = {
  http: ['http_proxy', 'all_proxy'],
  https: ['https_proxy', 'all_proxy'],
  tcp: ['all_proxy', 'https_proxy'],
};

/**
 * What the environment says of a target. Names count in lower case first, then in upper case, as with curl and the AWS
 * CLI; an empty value counts as none.
 *
 * @returns null where it says nothing; `invalid-input` where what it says is no proxy's address
 */
export function listOfEnvironment(target: Target, env: Environment): Result<ProxyList> | null {
  if (isExempt(target, env)) return succeed(DIRECT);
  for (const name of VARIABLES[target.protocol]) {
    const said = variable(env, name);
    if (said === null) continue;
    const read = readProxy(said.value);
    if (read.ok) return succeed([read.value]);
    return fail('invalid-input', `${said.name} in the environment is not the address of a proxy.`, {
      hint: 'Correct it, or choose a proxy in Settings, under Network.',
    });
  }
  return null;
}

/** Whether `NO_PROXY` names a target. */
export function isExempt(target: Target, env: Environment): boolean {
  return isNamedByNoProxy(target, variable(env, 'no_proxy')?.value ?? '');
}

function variable(env: Environment, name: string): { readonly name: string; readonly value: string } | null {
  for (const written of [name, name.toUpperCase()]) {
    const value = env[written]?.trim() ?? '';
    if (value !== '') return { name: written, value };
  }
  return null;
}
