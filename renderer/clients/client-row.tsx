import type { ReactNode } from 'react';
import type { Client } from '../../app/clients/model.ts';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { CutPath } from '../ui/cut-path.tsx';
import { GlyphPicture } from '../ui/menu.tsx';
import { choosePath, forgetPath } from './choose-actions.ts';
import css from './clients-page.module.css';

/** One client of the catalogue: where it is, and how that is changed. */
export function ClientRow({ client }: { readonly client: Client }) {
  const { id, name, isPathSet } = client;
  const hasDialog = useStore((state) => state.host === 'electron');
  return (
    <Line client={client}>
      {isPathSet && (
        <Button
          look="quiet"
          size="small"
          aria-label={`Look for it again: ${name}`}
          onPress={() => void forgetPath(id)}
        >
          Look for it again
        </Button>
      )}
      {hasDialog && (
        <Button look="quiet" size="small" aria-label={`Choose… ${name}`} onPress={() => void choosePath(id)}>
          Choose…
        </Button>
      )}
    </Line>
  );
}

interface LineProps {
  readonly client: Client;
  /** Its path is always the user's, and nothing to remark on. */
  readonly isOwn?: boolean;
  readonly children: ReactNode;
}

/** A client in a line or two: name, version and path, what is wrong with it, and what can be done. */
export function Line({ client, isOwn = false, children }: LineProps) {
  const { name, version, found, runsIn, isPathSet, caution } = client;
  // what is as it should be keeps still until somebody points at it
  const isCalm = found !== null && !isPathSet;
  return (
    <li className={css['row']}>
      <GlyphPicture glyph={runsIn} className={css['glyph']} />
      <div className={css['what']}>
        <p className={css['title']}>
          <span className={css['name']}>{name}</span>
          {version !== null && <span className={css['version']}>{version}</span>}
          {isPathSet && !isOwn && found !== null && <span className={css['version']}>path set by hand</span>}
        </p>
        {found !== null && <CutPath path={found} className={css['path']} />}
        {found === null && isPathSet && (
          <p className={css['wrong']}>{caution ?? 'It is not where you chose.'}</p>
        )}
      </div>
      <div className={cx(css['deeds'], isCalm && css['calm'])}>{children}</div>
    </li>
  );
}
