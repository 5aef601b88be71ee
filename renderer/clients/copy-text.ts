import type { Endpoint } from '../../app/endpoints/model.ts';
import { ask } from '../api.ts';
import { databaseProblem, signInFor, userProblem } from '../endpoints/sign-in.ts';
import { getState, setState, toast, toastFailure } from '../store.ts';
import type { Subject } from '../subject.ts';

const copied = { host: 'Host copied', command: 'Command copied', url: 'Connection URL copied' } as const;

/** Copies something about a subject that holds no token. */
export async function copyText(subject: Subject, what: keyof typeof copied): Promise<void> {
  const { endpoint, connection } = subject;
  const request =
    connection !== null
      ? ask((bridge) => bridge.connections.copy({ connectionId: connection.id, what }))
      : endpoint !== null
        ? askForEndpoint(endpoint, what)
        : null;
  const reply = await request;
  if (reply === null) return;
  if (reply.ok) toast({ tone: 'done', message: copied[what] });
  else toastFailure(reply.error, subject.profile);
}

function askForEndpoint(endpoint: Endpoint, what: keyof typeof copied): ReturnType<typeof ask> | null {
  const endpointId = endpoint.id;
  if (what === 'host') return ask((bridge) => bridge.endpoints.copy({ what, endpointId }));
  const { dbUser, database } = signInFor(getState(), endpoint);
  if (userProblem(dbUser) !== null || databaseProblem(database) !== null) {
    setState({ inspectorOpen: true, needsUser: { endpointId, action: what } });
    return null;
  }
  return ask((bridge) => bridge.endpoints.copy({ what, endpointId, dbUser, database }));
}
