import { Check, Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import type { GatewayDetail } from './actions.ts';
import css from './how-to-connect.module.css';

/** Copying what clients are told. */
export interface Copying {
  /** What has just been copied. */
  readonly copied: GatewayDetail | null;
  readonly onCopy: (what: GatewayDetail) => void;
}

type Props = {
  readonly name: string;
  readonly children: ReactNode;
  /** It says something of the value and is not the value itself. */
  readonly isQuiet?: boolean;
  /** What stands between the value and its copy button. */
  readonly action?: ReactNode;
} & ((Copying & { readonly what: GatewayDetail }) | { readonly what?: never });

/** One thing that a client is told, with the button that copies it; without one where there is nothing to copy. */
export function CopyRow({ name, children, isQuiet = false, action, ...copying }: Props) {
  const { what } = copying;
  const isWords = isQuiet || what === undefined;
  return (
    <div className={css['row']}>
      <dt>{name}</dt>
      <dd>
        <span className={cx(css['value'], isWords && css['words'])}>{children}</span>
        {action}
        {what !== undefined && (
          <Button
            look="quiet"
            size="icon"
            aria-label={`Copy ${names[what]}`}
            onPress={() => copying.onCopy(what)}
          >
            {copying.copied === what ? <Check size={14} className={css['done']} /> : <Copy size={13} />}
          </Button>
        )}
      </dd>
    </div>
  );
}

const names: Readonly<Record<GatewayDetail, string>> = {
  host: 'host',
  port: 'port',
  user: 'user',
  database: 'database',
  password: 'local password',
  caFile: 'CA file',
  url: 'URL',
};
