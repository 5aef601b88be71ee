import type { SignInFlow, SignInStep, SsoSessionView } from '../../../app/sign-in/model.ts';
import { company } from '../samples.ts';
import type { Scenario } from './scenarios.ts';

const corp: SsoSessionView = {
  id: 'session corp',
  name: 'corp',
  profiles: ['platform-prod', 'platform-dev'],
  state: { status: 'signed-in', expiresAt: Date.now() + 5.5 * 3_600_000 },
};
const partner: SsoSessionView = {
  id: 'session partner',
  name: 'partner',
  profiles: ['analytics'],
  state: { status: 'signed-out' },
};

const address =
  'https://oidc.us-east-1.amazonaws.com/authorize?response_type=code&client_id=UvJ4nQ0bZ1pXkR7s&redirect_uri=http%3A%2F%2F127.0.0.1%3A41029%2Foauth%2Fcallback';

function waiting(method: 'browser' | 'code', isOpened = true): SignInStep {
  const since = Date.now() - 18_000;
  const prompt =
    method === 'browser'
      ? { method, address, userCode: null, deadline: since + 600_000 }
      : {
          method,
          address: 'https://partner.awsapps.com/start/#/device?user_code=BCDF-GHJK',
          userCode: 'BCDF-GHJK',
          deadline: since + 600_000,
        };
  return { step: 'waiting', prompt, since, isOpened };
}

/** The company with its SSO sessions, and a sign-in to one of them that has come so far. */
function withFlow(at: SignInStep | null, given: Partial<SignInFlow> = {}, session = partner): () => Scenario {
  return () => {
    const { id, name, profiles } = session;
    const flow = (step: SignInStep): SignInFlow => ({
      id,
      name,
      profiles,
      neededBy: null,
      by: 'window',
      at: step,
      ...given,
    });
    return {
      snapshot: {
        ...company(),
        sso: { sessions: [corp, session], flows: at === null ? [] : [flow(at)] },
      },
    };
  };
}

/** Every state of signing in to AWS. */
export const signInScenarios: Readonly<Record<string, () => Scenario>> = {
  signInSessions: withFlow(null),
  signInAsked: withFlow({ step: 'asked' }, { neededBy: 'analytics', by: 'gateway' }),
  signInStarting: withFlow({ step: 'starting' }),
  signInBrowser: withFlow(waiting('browser')),
  signInNotOpened: withFlow(waiting('browser', false)),
  signInCode: withFlow(waiting('code')),
  signInFinishing: withFlow({ step: 'finishing' }),
  signInFailed: withFlow({
    step: 'failed',
    error: {
      code: 'sign-in-failed',
      message: 'The sign-in was not finished within 10 minutes.',
      hint: 'Try again: the page that is still open no longer works.',
    },
  }),
  signInElsewhere: withFlow(
    waiting('browser'),
    {},
    {
      ...partner,
      state: { status: 'elsewhere', startUrl: 'https://other.awsapps.com/start' },
    },
  ),
};
