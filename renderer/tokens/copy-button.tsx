import { Check, Copy } from 'lucide-react';
import { isBusy } from '../busy.ts';
import { useStore } from '../store.ts';
import { leaseOf, type Subject } from '../subject.ts';
import { Button } from '../ui/button.tsx';
import { copyToken } from './actions.ts';
import { useIsFresh } from './countdown-view.tsx';

interface Props {
  readonly subject: Subject;
  readonly look?: 'plain' | 'primary' | 'danger';
  readonly size?: 'small';
  readonly className?: string | undefined;
  /** In a list only the selected row's button is a stop of the Tab key. */
  readonly excludeFromTabOrder?: boolean;
}

/** Copies a token, and says so on itself for two seconds. */
export function CopyTokenButton({ subject, ...rest }: Props) {
  const lease = useStore((state) => leaseOf(state.leases, subject));
  const isPending = useStore((state) => isBusy(state, subject, 'copy'));
  const isFresh = useIsFresh(lease);
  return (
    <Button {...rest} isPending={isPending} onPress={() => void copyToken(subject)}>
      {isFresh ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
      {isFresh ? 'Copied' : 'Copy token'}
    </Button>
  );
}
