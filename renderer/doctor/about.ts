import type { Subject, SubjectRef } from '../subject.ts';

/** What the pages of the dialog are about. */
export interface About {
  readonly subject: Subject;
  readonly named: SubjectRef;
  readonly dbUser: string;
}
