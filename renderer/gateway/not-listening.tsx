import type { Gateway } from '../../app/gateway/model.ts';
import { Button } from '../ui/button.tsx';
import { NoticeCard } from '../ui/notice.tsx';
import { startGateway } from './actions.ts';

/** Says where a client is told of a gateway that it would not reach now, and why; starts it. */
export function NotListening({ gateway }: { readonly gateway: Gateway }) {
  return (
    <NoticeCard
      tone="amber"
      title="The gateway is not listening"
      action={
        <Button size="small" onPress={() => void startGateway(gateway.connectionId)}>
          Start
        </Button>
      }
    >
      {gateway.error === null
        ? 'Clients cannot connect until you start it.'
        : `${gateway.error.message} ${gateway.error.hint ?? ''}`}
    </NoticeCard>
  );
}
