import type { Tunnel } from '../../app/tunnels/model.ts';
import { useClock } from '../clock.ts';
import css from './tunnel-line.module.css';
import { connectedText, lastReconnect, movedText, nodeText, standingOf } from './words.ts';

/** A tunnel in one line of the Active list: through what, how it stands and since when, and how much has gone through. */
export function TunnelLine({ tunnel }: { readonly tunnel: Tunnel }) {
  const { text } = standingOf(tunnel, null);
  const connected = useClock((now) => connectedText(tunnel, now));
  const reconnect = lastReconnect(tunnel);
  const parts = [
    tunnel.node === null ? 'Tunnel' : `Through ${nodeText(tunnel.node)}`,
    connected === null ? text : `${text} ${connected}`,
    ...(tunnel.sessions.length === 0 ? [] : [movedText(tunnel)]),
    ...(reconnect === null ? [] : [`reconnected ${reconnect.why}`]),
  ];
  return (
    <p className={css['line']} title={parts.join(' · ')}>
      {parts.join(' · ')}
    </p>
  );
}
