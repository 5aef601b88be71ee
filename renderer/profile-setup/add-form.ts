import type { ReactNode } from 'react';
import type { ProfileChange } from '../../app/profile-setup/model.ts';

/** One way to add profiles, as it is filled in. */
export interface AddForm {
  readonly body: ReactNode;
  /** Null as long as something is missing. */
  readonly change: ProfileChange | null;
  /** The verb on the button that adds them. */
  readonly verb: string;
  /** What is said when they are added. */
  readonly done: string;
}
