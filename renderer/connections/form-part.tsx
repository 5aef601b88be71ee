import type { ReactNode } from 'react';
import type { CheckedField } from './problems.ts';

/** What a field of the dialog says below itself, and what it does when it is left. */
export interface Said {
  readonly problem: string | null;
  readonly hint: string | undefined;
  readonly isWarning: boolean;
  readonly onBlur: () => void;
}

/** Marks where a field is, so that the focus finds it. */
export function Part({ field, children }: { readonly field: CheckedField; readonly children: ReactNode }) {
  return <div data-field={field}>{children}</div>;
}
