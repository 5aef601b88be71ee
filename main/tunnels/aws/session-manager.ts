import {
  ResumeSessionCommand,
  SSMClient,
  StartSessionCommand,
  TerminateSessionCommand,
} from '@aws-sdk/client-ssm';
import { fail, type Failure, type Result } from '../../../app/common/result.ts';
import type { CallScope, SessionManager, StartedSession } from '../../../app/tunnels/ports.ts';
import { FORWARDING_DOCUMENT } from '../../../app/tunnels/policy.ts';
import type { SettingsOf } from '../../profiles/settings-of.ts';
import { calling, type Calling } from './call.ts';
import { signOpening } from './sign-opening.ts';

/** How long the end of a session may take to be told, in milliseconds: quitting waits for it. */
const TERMINATE_TIMEOUT_MS = 3_000;

/** Session Manager's API, as each profile's settings say. */
export function sessionManager(settingsOf: SettingsOf): SessionManager {
  async function withClient<T>({ options }: Calling, use: (client: SSMClient) => Promise<T>): Promise<T> {
    const client = new SSMClient(await options('ssm'));
    try {
      return await use(client);
    } finally {
      client.destroy();
    }
  }

  return {
    start: (scope, { target, host, port }) =>
      flattened(
        calling(
          settingsOf,
          scope,
          { name: 'StartSession', failure: (cause) => startFailure(cause, target) },
          (by) =>
            withClient(by, async (client) => {
              const ask = new StartSessionCommand({
                Target: target,
                DocumentName: FORWARDING_DOCUMENT,
                // the node listens nowhere for it, and 0 is what the plugin sends
                Parameters: { host: [host], portNumber: [String(port)], localPortNumber: ['0'] },
              });
              return opened(scope, by, await client.send(ask, { abortSignal: by.signal }));
            }),
        ),
      ),
    resume: (scope, session) =>
      flattened(
        calling(settingsOf, scope, { name: 'ResumeSession', failure: resumeFailure }, (by) =>
          withClient(by, async (client) => {
            const ask = new ResumeSessionCommand({ SessionId: session });
            const said = await client.send(ask, { abortSignal: by.signal });
            return opened(scope, by, { ...said, SessionId: session });
          }),
        ),
      ),
    async terminate(scope, session) {
      const call = { name: 'TerminateSession', timeoutMs: TERMINATE_TIMEOUT_MS };
      await calling(settingsOf, scope, call, (by) =>
        withClient(by, (client) =>
          client.send(new TerminateSessionCommand({ SessionId: session }), { abortSignal: by.signal }),
        ),
      );
    },
  };
}

interface Said {
  readonly SessionId?: string | undefined;
  readonly StreamUrl?: string | undefined;
  readonly TokenValue?: string | undefined;
}

async function opened(
  scope: CallScope,
  { settings }: Calling,
  { SessionId, StreamUrl, TokenValue }: Said,
): Promise<Result<StartedSession>> {
  // with neither, a session that is resumed has timed out
  if (!SessionId || !StreamUrl || !TokenValue) {
    return fail('tunnel-idle', 'Session Manager has ended the session.', { hint: 'Connect again.' });
  }
  const opening = await signOpening({ url: StreamUrl, token: TokenValue }, scope, settings);
  return opening.ok ? { ok: true, value: { session: SessionId, opening: opening.value } } : opening;
}

async function flattened<T>(result: Promise<Result<Result<T>>>): Promise<Result<T>> {
  const outer = await result;
  return outer.ok ? outer.value : outer;
}

function startFailure(cause: unknown, target: string): Failure | null {
  const name = nameOf(cause);
  if (name === 'TargetNotConnected' || name === 'InvalidInstanceId') {
    return fail('tunnel-target-offline', `${target} is not connected to Session Manager.`, {
      hint: 'Check that it is running and that its SSM agent is online, or choose another node.',
    }).error;
  }
  if (name === 'InvalidDocument') {
    return fail('tunnel-unsupported', `The region has no document ${FORWARDING_DOCUMENT}.`).error;
  }
  return deniedFailure(cause, 'ssm:StartSession');
}

function resumeFailure(cause: unknown): Failure | null {
  if (nameOf(cause) === 'DoesNotExistException') return fail('tunnel-ended', 'The session is over.').error;
  return deniedFailure(cause, 'ssm:ResumeSession');
}

function deniedFailure(cause: unknown, action: string): Failure | null {
  if (!/^AccessDenied(Exception)?$/.test(nameOf(cause))) return null;
  return fail('tunnel-denied', `AWS does not allow ${action} here.`, {
    hint: 'Ask for this permission. Copy policy, in the connection, has all that a tunnel needs.',
  }).error;
}

function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : '';
}
