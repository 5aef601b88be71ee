import { Database, House, Waypoints } from 'lucide-react';
import { useId } from 'react';
import type { Connection } from '../../app/connections/model.ts';
import type { Failure } from '../api.ts';
import { hasTunnel, type NetworkRoute, type Tunnel } from '../../app/tunnels/model.ts';
import { useClock } from '../clock.ts';
import { editConnection } from '../connections/actions.ts';
import { Fact } from '../endpoints/facts.tsx';
import facts from '../endpoints/facts.module.css';
import { gatewayOf } from '../gateway/gateways.ts';
import { useStore } from '../store.ts';
import { Dot } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { copyTunnelPolicy } from './actions.ts';
import css from './route-section.module.css';
import { connectedText, lastReconnect, movedText, nodeText, standingOf } from './words.ts';

/** How a connection is reached through a tunnel, as it runs; nothing for one that has none. */
export function RouteSection({ connection }: { readonly connection: Connection }) {
  const { id, name, networkRoute, region } = connection;
  const gateway = useStore(({ gateways }) => gatewayOf(gateways, id));
  const tunnel = gateway?.tunnel ?? null;
  const heading = useId();
  // a proxy has no sessions that could be told of
  if (!hasTunnel(networkRoute) || networkRoute.kind === 'proxy') return null;
  const node = tunnel?.node ?? null;
  const named = targetOf(networkRoute);
  const target = node === null ? (named ?? 'Session Manager') : nodeText(node);
  return (
    <section className={css['section']} aria-labelledby={heading}>
      <div className={css['head']}>
        <h3 className={css['heading']} id={heading}>
          Route
        </h3>
        <Button look="link" onPress={() => editConnection(connection)}>
          Change<span className="spoken"> the route</span>
        </Button>
      </div>
      <ol className={css['line']} aria-label="Route">
        <Stop icon={<House size={15} />} text="here" />
        <Stop icon={<Waypoints size={15} />} text={node?.name || target} title={target} />
        <Stop icon={<Database size={15} />} text={name} />
      </ol>
      <p className={css['why']}>
        {node?.reason ?? REASONS[networkRoute.kind === 'ssh' ? 'ssh' : named === null ? 'found' : 'chosen']}
      </p>
      <State tunnel={tunnel} failure={gateway?.lastFailure?.error ?? null} region={region} target={named} />
    </section>
  );
}

/** Why it goes through there, before anybody has connected. */
const REASONS = {
  found: 'Latchkey looks for a node in the VPC when a client connects. Nothing to install.',
  chosen: 'Chosen in the connection. Nothing to install.',
  ssh: 'Your own ssh logs in to it when a client connects.',
} as const;

/** What a route goes through; null where Latchkey finds it. */
function targetOf(route: NetworkRoute): string | null {
  if (route.kind === 'ssh') return route.destination;
  return route.kind === 'session-manager' ? route.target : null;
}

interface StopProps {
  readonly icon: React.ReactNode;
  readonly text: string;
  /** All of it, where the text is a part. */
  readonly title?: string;
}

function Stop({ icon, text, title = text }: StopProps) {
  return (
    <li className={css['stop']}>
      <span className={css['icon']} aria-hidden="true">
        {icon}
      </span>
      <span className={css['where']} title={title}>
        {text}
      </span>
    </li>
  );
}

interface StateProps {
  readonly tunnel: Tunnel | null;
  readonly failure: Failure | null;
  readonly region: string;
  readonly target: string | null;
}

function State({ tunnel, failure, region, target }: StateProps) {
  const { tone, state, text, hint } = standingOf(tunnel, failure);
  const connected = useClock((now) => (tunnel === null ? null : connectedText(tunnel, now)));
  const reconnect = tunnel === null ? null : lastReconnect(tunnel);
  const code = failure?.code ?? tunnel?.lastEnd?.code;
  const isDenied = state === 'ended' && (code === 'tunnel-denied' || code === 'tunnel-none-found');
  return (
    <dl className={facts['facts']}>
      <Fact name="State">
        <span className={css['state']}>
          <span className={css['standing']}>
            <Dot tone={tone} />
            <span role="status">{text}</span>
          </span>
          {connected !== null && <span className={css['quiet']}>{connected}</span>}
        </span>
        {hint !== null && <p className={css['hint']}>{hint}</p>}
        {isDenied && (
          <p className={css['hint']}>
            <Button look="link" onPress={() => void copyTunnelPolicy(region, target)}>
              Copy policy
            </Button>
          </p>
        )}
      </Fact>
      {reconnect !== null && (
        <Fact name="Reconnected">
          <time dateTime={new Date(reconnect.at).toISOString()}>
            {new Date(reconnect.at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}
          </time>
          , {reconnect.why}
        </Fact>
      )}
      {tunnel !== null && tunnel.sessions.length > 0 && <Fact name="Transferred">{movedText(tunnel)}</Fact>}
    </dl>
  );
}
