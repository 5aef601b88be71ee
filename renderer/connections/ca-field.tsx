import { useState } from 'react';
import type { Failure } from '../api.ts';
import { fileName } from '../endpoints/facts.tsx';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { chooseCa } from './actions.ts';
import css from './connection-dialog.module.css';

interface Props {
  readonly caFile: string | null;
  readonly onForget: () => void;
}

/** What the database's certificate is verified with; main asks for the file. */
export function CaField({ caFile, onForget }: Props) {
  const hasDialog = useStore((state) => state.host === 'electron');
  const general = useStore((state) => state.settings.caFile);
  const [failure, setFailure] = useState<Failure | null>(null);
  const usual = general === null ? 'RDS’s own certificates' : `From the settings: ${fileName(general)}`;
  return (
    <div className={css['row']} role="group" aria-labelledby="ca-label">
      <span id="ca-label" className={css['label']}>
        CA certificates
      </span>
      <div className={css['ca']}>
        <span className={css['path']} title={caFile ?? undefined}>
          {caFile ?? usual}
        </span>
        {hasDialog && (
          <Button size="small" onPress={() => void chooseCa().then(setFailure)}>
            Choose file…
          </Button>
        )}
        {caFile !== null && (
          <Button size="small" onPress={onForget}>
            Use the default
          </Button>
        )}
        {failure !== null && (
          <p className={css['wrong']} role="alert">
            {failure.message} {failure.hint}
          </p>
        )}
      </div>
    </div>
  );
}
