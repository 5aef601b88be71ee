import type { Subject, SubjectRef } from '../subject.ts';

/** The dialogs of copying, with what each is about. */
export interface CopyFormatsDialogs {
  readonly 'copy-as': { readonly subject: Subject; readonly named: SubjectRef };
}
