import { Plug } from 'lucide-react';
import { useStore } from '../store.ts';
import { cx } from '../ui/cx.ts';
import css from './gateway-mark.module.css';
import { gatewayOf } from './gateways.ts';
import { markText } from './words.ts';

/** The mark in a connection's row where its gateway listens, or should and does not. */
export function GatewayMark({ connectionId }: { readonly connectionId: string }) {
  const text = useStore(({ gateways }) => markText(gatewayOf(gateways, connectionId)));
  const isWrong = useStore(({ gateways }) => (gatewayOf(gateways, connectionId)?.error ?? null) !== null);
  if (text === null) return null;
  return (
    <span className={cx(css['mark'], isWrong && css['wrong'])} role="img" aria-label={text} title={text}>
      <Plug size={12} aria-hidden="true" />
    </span>
  );
}
