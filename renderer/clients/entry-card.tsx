import { Check, Copy, Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { SetUpCard } from '../../app/clients/model.ts';
import type { Failure } from '../api.ts';
import type { SetUpTarget } from './state.ts';
import { Button } from '../ui/button.tsx';
import { copySetUp, saveSetUp } from './set-up-actions.ts';
import css from './set-up-dialog.module.css';

interface Props {
  readonly target: SetUpTarget;
  readonly entry: NonNullable<SetUpCard['entry']>;
  readonly onFailure: (failure: Failure | null) => void;
}

/** The entry as it is copied or saved, to be read before. */
export function EntryCard({ target, entry, onFailure }: Props) {
  /** What was last done with it, in words; a new object each time it is done. */
  const [news, setNews] = useState<{ readonly text: string; readonly isCopy: boolean } | null>(null);
  useEffect(() => {
    if (news === null || !news.isCopy) return undefined;
    const timer = setTimeout(() => setNews(null), 2_000);
    return () => clearTimeout(timer);
  }, [news]);

  const copy = async (): Promise<void> => {
    const failure = await copySetUp(target);
    onFailure(failure);
    if (failure === null) setNews({ text: 'Entry copied.', isCopy: true });
  };
  const save = async (): Promise<void> => {
    const reply = await saveSetUp(target);
    onFailure(reply.ok ? null : reply.error);
    if (reply.ok && reply.value.file !== null)
      setNews({ text: `Saved as ${reply.value.file}.`, isCopy: false });
  };
  const isCopied = news?.isCopy === true;
  return (
    <figure className={css['entry']}>
      <figcaption className={css['head']}>
        <code className={css['file']} title={entry.file}>
          {entry.file}
        </code>
        <Button look="quiet" size="small" aria-label="Copy entry" onPress={() => void copy()}>
          {isCopied ? <Check size={13} className={css['done']} /> : <Copy size={13} />}
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
        <Button look="quiet" size="small" aria-label="Save entry…" onPress={() => void save()}>
          <Download size={13} />
          Save…
        </Button>
      </figcaption>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by key */}
      <pre className={css['text']} role="group" aria-label="Entry" tabIndex={0}>
        {entry.text}
      </pre>
      <p className={news === null || isCopied ? 'spoken' : css['saved']} role="status">
        {news?.text}
      </p>
    </figure>
  );
}
