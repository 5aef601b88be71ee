import { fail, succeed, type Result } from '../../../app/common/result.ts';
import { ssoIdOf, type SsoTarget } from '../../../app/profiles/model.ts';
import type { Prompt, SessionState, SignInMethod } from '../../../app/sign-in/model.ts';
import type { SignInModulePorts } from '../../../app/sign-in/module.ts';
import type { SignInProgress } from '../../../app/sign-in/ports.ts';

/** A sign-in that was begun, and what a test does with it. */
export interface Begun {
  readonly target: SsoTarget;
  readonly method: SignInMethod;
  readonly progress: SignInProgress;
  isCancelled: boolean;
  readonly finish: (ended: Result<null>) => void;
}

/** Where a person would go, until ten minutes after `now`. */
export function promptAt(now: number, method: SignInMethod = 'browser'): Prompt {
  return {
    method,
    address: 'https://oidc.eu-west-1.amazonaws.com/authorize?response_type=code&client_id=abc',
    userCode: method === 'code' ? 'BCDF-GHJK' : null,
    deadline: now + 600_000,
  };
}

/** IAM Identity Center in memory: sign-ins go as far as a test lets them. */
export function memorySignIn() {
  const begun: Begun[] = [];
  const opened: string[] = [];
  const states = new Map<string, Exclude<SessionState, { status: 'checking' }>>();
  const renewed: string[] = [];
  /** What a sign-in gives access to; null where nobody is signed in. */
  const portal: { roles: ReadonlyMap<string, readonly string[]> | null } = { roles: new Map() };
  let changed = (): void => undefined;
  const ports: SignInModulePorts = {
    begin(target, method, progress) {
      let finish: Begun['finish'] = () => undefined;
      const finished = new Promise<Result<null>>((resolve) => {
        finish = resolve;
      });
      const one: Begun = { target, method, progress, isCancelled: false, finish };
      begun.push(one);
      return { finished, cancel: () => void (one.isCancelled = true) };
    },
    known: {
      look: async (target) => states.get(ssoIdOf(target)) ?? { status: 'signed-out' },
      renew: async (target) => void renewed.push(ssoIdOf(target)),
      async signOut(target) {
        states.delete(ssoIdOf(target));
        return succeed(null);
      },
      watch(_targets, onChange) {
        changed = onChange;
        return () => undefined;
      },
    },
    portal: {
      async accounts() {
        if (portal.roles === null) return fail('sign-in-needed', 'Sign in.');
        return succeed(
          [...portal.roles.keys()].map((id) => ({ id, name: `account ${id.slice(-1)}`, email: '' })),
        );
      },
      roles: async (_target, accountId) => succeed(portal.roles?.get(accountId) ?? []),
    },
    openAddress: async (address) => void opened.push(address),
  };
  return {
    ports,
    begun,
    opened,
    states,
    renewed,
    portal,
    /** A token file has changed. */
    change: () => changed(),
    /** The newest sign-in that was begun. */
    last(): Begun {
      const one = begun.at(-1);
      if (one === undefined) throw new Error('No sign-in was begun.');
      return one;
    },
  };
}
