import { Copy, CopyPlus, Pencil, Pin, PinOff, Trash2, X } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { Connection } from '../../app/connections/model.ts';
import { connectAddressOf } from '../../app/tunnels/model.ts';
import { keyOf } from '../commands.ts';
import { copyHost } from '../copy-formats/copy-host.ts';
import { OpenActions } from '../clients/open-button.tsx';
import { CanIConnect } from '../doctor/can-i-connect.tsx';
import { closeInspector } from '../window/actions.ts';
import { addressText } from '../endpoints/describe.ts';
import inspector from '../endpoints/inspector.module.css';
import { GatewaySection } from '../gateway/gateway-section.tsx';
import { proxyAddressText } from '../proxies/words.ts';
import { useStore } from '../store.ts';
import { subjectOfConnection } from '../subject.ts';
import { LeaseCard } from '../tokens/lease-card.tsx';
import { RouteSection } from '../tunnels/route-section.tsx';
import { EnvironmentTag } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { duplicateConnection, editConnection, removeConnection, togglePin } from './actions.ts';
import { ConnectionFacts } from './connection-facts.tsx';
import css from './connection-inspector.module.css';
import { GoneNotice } from './gone-notice.tsx';

interface Props {
  readonly connection: Connection;
}

/** Everything about a saved connection, and what can be done with it. */
export const ConnectionInspector = memo(function ConnectionInspector({ connection }: Props) {
  const { name, environment, address, networkRoute } = connection;
  const connectAddress = connectAddressOf(networkRoute);
  const subject = subjectOfConnection(connection);
  return (
    <>
      <header className={inspector['header']}>
        <div className={inspector['title']}>
          <h2 className={inspector['name']} title={name}>
            {name}
          </h2>
          <EnvironmentTag environment={environment} />
          <Button
            look="quiet"
            size="icon"
            className={inspector['close']}
            aria-label="Close inspector"
            onPress={closeInspector}
          >
            <X size={16} />
          </Button>
        </div>
        <div className={inspector['address']}>
          <code className={inspector['host']}>{addressText(address)}</code>
          <Button look="quiet" size="icon" aria-label="Copy host" onPress={() => void copyHost(subject)}>
            <Copy size={13} />
          </Button>
        </div>
        {connection.networkRoute.kind === 'proxy' && (
          <p className={css['through']}>
            through{' '}
            {connection.networkRoute.proxy === null ? (
              'the proxy in Settings'
            ) : (
              <code className={css['dial']}>{proxyAddressText(connection.networkRoute.proxy)}</code>
            )}
          </p>
        )}
        {connectAddress !== null && (
          <p className={css['through']}>
            through <code className={css['dial']}>{addressText(connectAddress)}</code>
          </p>
        )}
      </header>
      <div className={inspector['body']}>
        <GoneNotice connection={connection} />
        <LeaseCard subject={subject} />
        <OpenActions subject={subject} />
        <CanIConnect subject={subject} />
        <RouteSection connection={connection} />
        <GatewaySection connection={connection} />
        <ConnectionFacts connection={connection} />
        <Deeds connection={connection} />
      </div>
    </>
  );
});

/** What can be done with the connection itself. */
function Deeds({ connection }: { readonly connection: Connection }) {
  const { pinned } = connection;
  return (
    <div className={css['deeds']} role="group" aria-label="Connection">
      <Deed command="edit-connection" onPress={() => editConnection(connection)} icon={<Pencil size={14} />}>
        Edit
      </Deed>
      <Deed
        command="duplicate-connection"
        onPress={() => void duplicateConnection(connection)}
        icon={<CopyPlus size={14} />}
      >
        Duplicate
      </Deed>
      <Deed
        command="pin-connection"
        onPress={() => void togglePin(connection)}
        icon={pinned ? <PinOff size={14} /> : <Pin size={14} />}
      >
        {pinned ? 'Unpin' : 'Pin'}
      </Deed>
      <Deed
        command="delete-connection"
        onPress={() => void removeConnection(connection)}
        icon={<Trash2 size={14} />}
      >
        Delete
      </Deed>
    </div>
  );
}

interface DeedProps {
  readonly command: string;
  readonly icon: ReactNode;
  readonly onPress: () => void;
  readonly children: string;
}

function Deed({ command, icon, onPress, children }: DeedProps) {
  const keys = useStore(({ platform }) => keyOf(command, platform));
  return (
    <Tooltip text={`${children} (${keys} in the list)`} placement="top">
      <Button look="quiet" size="small" className={css['deed']} onPress={onPress}>
        {icon}
        {children}
      </Button>
    </Tooltip>
  );
}
