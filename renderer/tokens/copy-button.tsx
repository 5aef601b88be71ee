import { Check, Copy } from 'lucide-react';
import type { Endpoint } from '../../app/endpoints/model.ts';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { copyToken } from './actions.ts';
import { useIsFresh } from './countdown-view.tsx';
import { leaseOf } from './countdown.ts';

interface Props {
  readonly endpoint: Endpoint;
  readonly look?: 'plain' | 'primary' | 'danger';
  readonly size?: 'small';
  readonly className?: string | undefined;
  /** In a list only the selected row's button is a stop of the Tab key. */
  readonly excludeFromTabOrder?: boolean;
}

/** Copies a token, and says so on itself for two seconds. */
export function CopyTokenButton({ endpoint, ...rest }: Props) {
  const lease = useStore((state) => leaseOf(state.leases, endpoint.id));
  const isBusy = useStore(({ busy }) => busy?.endpointId === endpoint.id && busy.action === 'copy');
  const isFresh = useIsFresh(lease);
  return (
    <Button {...rest} isPending={isBusy} onPress={() => void copyToken(endpoint)}>
      {isFresh ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
      {isFresh ? 'Copied' : 'Copy token'}
    </Button>
  );
}
