import type { Snapshot } from '../../app/contract.ts';
import type { SignInCandidates } from '../../app/doctor/model.ts';
import type { Subject, SubjectRef } from '../subject.ts';

/** What the doctor has answered, and what it was told. */
export interface DoctorState extends Pick<Snapshot, 'doctorAnswers' | 'clientFailures' | 'clockNews'> {
  /** Whom the identity can log in as on an endpoint, by its id, once somebody has asked. */
  readonly candidates: Readonly<Record<string, SignInCandidates>>;
}

/** The pages of the dialog about policies and SQL. */
export type AccessPage = 'policy' | 'sql' | 'check' | 'users';

/** The dialogs of the doctor, with what each is about. */
export interface DoctorDialogs {
  readonly access: { readonly subject: Subject; readonly named: SubjectRef; readonly page: AccessPage };
}

/** No answers, before main has answered. */
export const doctorState: DoctorState = {
  doctorAnswers: [],
  clientFailures: [],
  clockNews: null,
  candidates: {},
};
