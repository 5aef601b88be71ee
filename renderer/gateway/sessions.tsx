import { useRef, useState, type KeyboardEvent } from 'react';
import type { Connection } from '../../app/connections/model.ts';
import type { Gateway } from '../../app/gateway/model.ts';
import { countText } from '../endpoints/describe.ts';
import list from '../endpoints/list.module.css';
import { useStore } from '../store.ts';
import { EngineBadge, EnvironmentTag } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { askToCloseSessions, showConnection } from './actions.ts';
import { TunnelLine } from '../tunnels/tunnel-line.tsx';
import { SessionRow } from './session-row.tsx';
import css from './sessions.module.css';
import { gatewayAddress, sessionsText } from './words.ts';

/** The gateways that listen, with the clients of each. */
export function GatewaySessions() {
  const gateways = useStore((state) => state.gateways);
  const connections = useStore((state) => state.connections);
  const shown = gateways.flatMap((gateway) => {
    const connection = connections.find(({ id }) => id === gateway.connectionId);
    return gateway.state === 'stopped' || connection === undefined ? [] : [{ gateway, connection }];
  });
  if (shown.length === 0) return null;
  return (
    <section className={css['section']} aria-labelledby="gateway-sessions">
      <h2 className={list['sectionHeading']} id="gateway-sessions">
        Gateway sessions
      </h2>
      {shown.map((one) => (
        <Sessions key={one.gateway.connectionId} {...one} />
      ))}
    </section>
  );
}

interface Props {
  readonly connection: Connection;
  readonly gateway: Gateway;
}

function Sessions({ connection, gateway }: Props) {
  const { id, name, family, environment } = connection;
  const { sessions, sessionCount } = gateway;
  const group = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState('');
  const stopNow = sessions.some((one) => String(one.id) === stop) ? stop : String(sessions[0]?.id);
  const more = sessionCount - sessions.length;
  return (
    <div ref={group} className={css['group']} role="group" aria-label={`Gateway of ${name}`}>
      <div className={css['head']}>
        <EngineBadge engine={family} family={family} />
        <span className={css['what']}>
          <Button look="link" className={css['name']} onPress={() => showConnection(id)}>
            {name}
          </Button>
          <span className={css['detail']}>
            {`${gatewayAddress(gateway)} · ${sessionsText(sessionCount).toLowerCase()}`}
          </span>
        </span>
        <span className={css['tag']}>
          <EnvironmentTag environment={environment} />
        </span>
        {sessionCount > 1 && (
          <Button size="small" className={css['all']} onPress={() => askToCloseSessions(id)}>
            Close all
          </Button>
        )}
      </div>
      {gateway.tunnel !== null && <TunnelLine tunnel={gateway.tunnel} />}
      {sessions.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrows move between its buttons
        <ul
          aria-label={`Sessions of ${name}`}
          onKeyDown={moveFocus}
          onFocus={(event) => setStop(event.target.dataset['session'] ?? '')}
        >
          {sessions.map((session, index) => (
            <SessionRow
              key={session.id}
              connectionId={id}
              session={session}
              isStop={String(session.id) === stopNow}
              onClosed={() => focusNear(group.current, index)}
            />
          ))}
        </ul>
      )}
      {more > 0 && <p className={css['more']}>and {countText(more)} more</p>}
    </div>
  );
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  if (step === undefined) return;
  const stops = [...event.currentTarget.querySelectorAll('button')];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  if (at === -1) return;
  event.preventDefault();
  stops[Math.min(Math.max(at + step, 0), stops.length - 1)]?.focus();
}

/** Puts the focus where a session was whose button is gone: on the one that took its place, or on the connection. */
function focusNear(group: HTMLElement | null, index: number): void {
  const stops = [...(group?.querySelectorAll<HTMLElement>('li button') ?? [])];
  (stops[Math.min(index, stops.length - 1)] ?? group?.querySelector<HTMLElement>('button'))?.focus();
}
