import type { SignInModulePorts } from '../../app/sign-in/module.ts';
import type { Machine } from '../machine.ts';
import { knownSignIns } from './known-sign-ins.ts';

/** What the sign-in module needs, on this machine. */
export function signInAdapters({ aws, clock, env, host, profileFiles }: Machine): SignInModulePorts {
  const calls = async () => {
    const { beginSignIn, settingsOfSso, ssoCalls, ssoPortal } = await aws();
    const settingsOf = settingsOfSso(profileFiles, env);
    return {
      begin: beginSignIn(settingsOf, env, clock),
      portal: ssoPortal(settingsOf, env),
      ...ssoCalls(settingsOf, env),
    };
  };
  return {
    begin(...given) {
      let isCancelled = false;
      const attempt = calls().then(({ begin }) => {
        const begun = begin(...given);
        if (isCancelled) begun.cancel();
        return begun;
      });
      return {
        finished: attempt.then(({ finished }) => finished),
        cancel() {
          isCancelled = true;
          void attempt.then((begun) => begun.cancel());
        },
      };
    },
    known: {
      ...knownSignIns(env),
      renew: async (target) => (await calls()).renew(target),
      signOut: async (target) => (await calls()).signOut(target),
    },
    portal: {
      accounts: async (target) => (await calls()).portal.accounts(target),
      roles: async (target, account) => (await calls()).portal.roles(target, account),
    },
    openAddress: host.openUrl,
  };
}
