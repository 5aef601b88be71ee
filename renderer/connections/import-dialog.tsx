import { useState } from 'react';
import type { ImportEntry } from '../../app/connections/model.ts';
import type { Failure } from '../api.ts';
import { countText } from '../endpoints/describe.ts';
import { closeDialog } from '../store.ts';
import { EnvironmentTag } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { CheckBox } from '../ui/check-box.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { acceptImport } from './actions.ts';
import css from './import-dialog.module.css';
import { importSummary, isWanted } from './import-summary.ts';
import type { ConnectionsDialogs } from './state.ts';

/** Shows what an import will add, change and leave alone, before anything happens. */
export function ImportDialog({ preview }: ConnectionsDialogs['import']) {
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { entries, refused, file } = preview;
  const wanted = entries.filter(isWanted);
  const count = wanted.filter(({ id }) => !leftOut.has(id)).length;

  const accept = async (): Promise<void> => {
    setBusy(true);
    setFailure(await acceptImport(preview, [...leftOut]));
    setBusy(false);
  };
  const toggle = (id: string, isIn: boolean): void =>
    setLeftOut((out) => (isIn ? new Set([...out].filter((one) => one !== id)) : new Set([...out, id])));

  return (
    <Dialog
      title="Import connections"
      size="wide"
      isOpen
      onClose={closeDialog}
      footer={
        <>
          {failure !== null && (
            <p className={css['failure']} role="alert">
              {failure.message} {failure.hint}
            </p>
          )}
          <Button onPress={closeDialog}>{wanted.length === 0 ? 'Close' : 'Cancel'}</Button>
          {wanted.length > 0 && (
            <Button look="primary" isDisabled={count === 0} isPending={isBusy} onPress={() => void accept()}>
              {count === 0 ? 'Import' : `Import ${countText(count)}`}
            </Button>
          )}
        </>
      }
    >
      <p className={css['summary']}>{importSummary(preview)}</p>
      <p className={css['file']}>{file}</p>
      {wanted.length > 0 && (
        <ul className={css['entries']} aria-label="To import">
          {wanted.map((entry) => (
            <EntryLine
              key={entry.id}
              entry={entry}
              isIn={!leftOut.has(entry.id)}
              onChange={(isIn) => toggle(entry.id, isIn)}
            />
          ))}
        </ul>
      )}
      {refused.length > 0 && (
        <>
          <h3 className={css['heading']}>Cannot be used</h3>
          <ul className={css['refused']}>
            {refused.map(({ which, why }, index) => (
              <li key={index}>
                <span className={css['which']}>{which}</span> {why}
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}

interface EntryProps {
  readonly entry: ImportEntry;
  readonly isIn: boolean;
  readonly onChange: (isIn: boolean) => void;
}

function EntryLine({ entry, isIn, onChange }: EntryProps) {
  const { name, target, environment, outcome, changes } = entry;
  return (
    <li>
      <CheckBox isOn={isIn} onChange={onChange}>
        <span className={css['what']}>
          <span className={css['name']}>{name}</span>
          <span className={css['target']} title={target}>
            {target}
          </span>
        </span>
        <span className={css['tag']}>
          <EnvironmentTag environment={environment} />
        </span>
        <span className={css['outcome']}>{outcome === 'add' ? 'New' : `Changes ${listed(changes)}`}</span>
      </CheckBox>
    </li>
  );
}

const list = new Intl.ListFormat('en-US', { type: 'conjunction' });

function listed(words: readonly string[]): string {
  return list.format(words);
}
