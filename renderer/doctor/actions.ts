import type { Input } from '../../app/contract.ts';
import { ask, type Failure } from '../api.ts';
import { whileBusy } from '../busy.ts';
import { openDialog, setState } from '../store.ts';
import type { Subject, SubjectRef } from '../subject.ts';
import { toast, toastFailure } from '../toast.ts';
import { prepare } from '../tokens/actions.ts';
import { uncheckable } from './checkable.ts';
import type { AccessPage } from './state.ts';

/** What can be copied of what the doctor shows. */
export type Copyable = Input<'doctor:copy'>['what'];

/** Runs the checks for a subject; what they see comes by events. */
export async function checkAccess(subject: Subject, afterTheFact = false): Promise<void> {
  await whileBusy(subject, 'check', async () => {
    const named = await prepare(subject, () => void checkAccess(subject, afterTheFact), uncheckable);
    if (named === null) return;
    setState(({ clientFailures }) => ({
      clientFailures: clientFailures.filter(({ key }) => key !== subject.key),
      inspectorOpen: true,
    }));
    const reply = await ask((bridge) => bridge.doctor.check({ subject: named, afterTheFact }));
    if (!reply.ok) toastFailure(reply.error, subject.profile);
  });
}

/** Ends the checks that run. */
export async function cancelCheck(named: SubjectRef): Promise<void> {
  const reply = await ask((bridge) => bridge.doctor.cancel({ subject: named }));
  if (!reply.ok) toastFailure(reply.error);
}

/**
 * Copies something that the doctor shows.
 *
 * @param said what is said of it then, such as `Policy copied`
 */
export async function copyOfDoctor(named: SubjectRef, what: Copyable, said: string): Promise<void> {
  const reply = await ask((bridge) => bridge.doctor.copy({ subject: named, what }));
  if (reply.ok) toast({ tone: 'done', message: said });
  else toastFailure(reply.error);
}

/** Opens the dialog about policies and SQL; an endpoint needs a database user for it. */
export async function showAccess(subject: Subject, page: AccessPage = 'policy'): Promise<void> {
  const named = await prepare(subject, () => void showAccess(subject, page), uncheckable);
  if (named !== null) openDialog({ kind: 'access', subject, named, page });
}

/** Finds out whom the identity can log in as on an endpoint; returns what went wrong. */
export async function askWhoICanBe(endpointId: string): Promise<Failure | null> {
  const reply = await ask((bridge) => bridge.doctor.signInAs({ subject: { endpointId } }));
  if (!reply.ok) return reply.error;
  setState(({ candidates }) => ({ candidates: { ...candidates, [endpointId]: reply.value } }));
  return null;
}
