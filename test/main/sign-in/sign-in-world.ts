import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { SsoTarget } from '../../../app/profiles/model.ts';
import type { Prompt, SignInMethod } from '../../../app/sign-in/model.ts';
import { systemClock } from '../../../main/clock.ts';
import { loadCredentials } from '../../../main/profiles/load-credentials.ts';
import { profileFiles } from '../../../main/profiles/profile-files.ts';
import { tokenPath } from '../../../main/profiles/sso-token.ts';
import { beginSignIn } from '../../../main/sign-in/begin.ts';
import { knownSignIns } from '../../../main/sign-in/known-sign-ins.ts';
import type { openLoopback } from '../../../main/sign-in/loopback.ts';
import { ssoPortal } from '../../../main/sign-in/portal.ts';
import { ssoCalls } from '../../../main/sign-in/sso-calls.ts';
import { settingsOfSso } from '../../../main/sign-in/sso-settings.ts';
import type { Sandbox } from '../../sandbox/start-sandbox.ts';
import { START_URL } from '../../sandbox/sso-service.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { nobodyToAsk } from '../profiles/nobody-to-ask.ts';

/** The session of the sandbox's profile `analytics`. */
export const sandboxSession: SsoTarget = {
  session: 'latchkey-sandbox',
  startUrl: START_URL,
  region: 'us-east-1',
  scopes: 'sso:account:access',
};

/** Signing in to the sandbox, with a folder of sign-ins of the test's own. */
export function signInWorld(sandbox: Sandbox, more: NodeJS.ProcessEnv = {}) {
  const folder = temporaryFolder();
  const env: NodeJS.ProcessEnv = { ...sandbox.env, LATCHKEY_SSO_CACHE: folder, ...more };
  const files = profileFiles(env);
  const settingsOf = settingsOfSso(files, env);

  /** Begins; resolves with where the person goes. */
  function begin(method: SignInMethod, target = sandboxSession, listen?: typeof openLoopback) {
    const steps: string[] = [];
    let waiting: (prompt: Prompt) => void = () => undefined;
    const prompt = new Promise<Prompt>((resolve) => {
      waiting = resolve;
    });
    const attempt = beginSignIn(
      settingsOf,
      env,
      systemClock,
      listen,
    )(target, method, {
      onWaiting(where) {
        steps.push('waiting');
        waiting(where);
      },
      onFinishing: () => void steps.push('finishing'),
    });
    onTestFinished(() => attempt.cancel());
    return { ...attempt, prompt, steps };
  }

  async function signIn(method: SignInMethod = 'browser') {
    const begun = begin(method);
    await choose(await begun.prompt, 'allow');
    return begun.finished;
  }

  return {
    folder,
    env,
    begin,
    signIn,
    known: { ...knownSignIns(env), ...ssoCalls(settingsOf, env) },
    portal: ssoPortal(settingsOf, env),
    load: (profile: string) => loadCredentials(files, env)(profile, nobodyToAsk),
    path: tokenPath(sandboxSession, env),
    /** What the one file of the folder holds; none where there is none. */
    kept(): Record<string, unknown> {
      const [name, ...others] = readdirSync(folder);
      if (name === undefined || others.length > 0) throw new Error(`kept: ${[name, ...others].join()}`);
      const value: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'));
      return Object.fromEntries(Object.entries(Object(value)));
    },
  };
}

/** What a person chooses on the sandbox's page; where the browser ends up. */
export async function choose({ address }: Prompt, decision: 'allow' | 'deny'): Promise<Response> {
  const { searchParams } = new URL(address);
  const userCode = searchParams.get('user_code');
  const form = new URLSearchParams({ decision, ...(userCode === null ? {} : { user_code: userCode }) });
  return fetch(address, { method: 'POST', body: form });
}
