import { Search } from 'lucide-react';
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { keyOf } from '../commands.ts';
import { isModHeld } from '../key-names.ts';
import { clientsOf } from '../clients/usable.ts';
import { closeDialog, getState, useStore } from '../store.ts';
import { cx } from '../ui/cx.ts';
import { copy, run } from './actions.ts';
import { sectionsOf, type Entry } from './entries.ts';
import { EntryLine } from './entry-line.tsx';
import css from './palette.module.css';

/** Everything by name: connections, databases, actions, profiles. */
export function Palette() {
  return (
    <ModalOverlay
      className={css['overlay'] ?? ''}
      isOpen
      onOpenChange={(open) => open || closeDialog()}
      isDismissable
    >
      <Modal className={css['modal'] ?? ''}>
        <Dialog className={css['dialog'] ?? ''} aria-label="Palette">
          <Lines />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Lines() {
  const state = useStore();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  // before the dialog takes the focus itself
  useLayoutEffect(() => field.current?.focus(), []);
  const sections = sectionsOf(query, state);
  const entries = sections.flatMap((section) => section.entries);
  const at = Math.min(chosen, entries.length - 1);
  const entry = entries[at];
  const lineId = (key: string): string => `${id} ${key}`;

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    // Enter that ends a composition (Japanese, Chinese) is not a command
    if (event.nativeEvent.isComposing) return;
    const step = steps[event.key];
    if (step !== undefined && entries.length > 0) {
      event.preventDefault();
      // round the end, as a palette that is all keyboard should
      setChosen((at + step + entries.length) % entries.length);
    } else if (event.key === 'Enter' && entry !== undefined) {
      event.preventDefault();
      run(entry);
    } else if (isCopy(event) && entry?.kind === 'subject') {
      event.preventDefault();
      copy(entry);
    }
  };

  return (
    <>
      <div className={css['search']}>
        <Search size={16} aria-hidden="true" />
        <input
          ref={field}
          className={css['input']}
          role="combobox"
          aria-label="Find a connection, a database or an action"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={entry === undefined ? undefined : lineId(entry.key)}
          aria-autocomplete="list"
          placeholder="Connection, database, action or profile"
          autoComplete="off"
          spellCheck="false"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className={css['lines']} role="listbox" id={id} aria-label="Results">
        {sections.map((section) => (
          <div key={section.title} role="group" aria-label={section.title}>
            <div className={css['heading']} aria-hidden="true">
              {section.title}
            </div>
            {section.entries.map((one) => (
              <EntryLine
                key={one.key}
                id={lineId(one.key)}
                entry={one}
                isChosen={one === entry}
                onHover={() => setChosen(entries.indexOf(one))}
              />
            ))}
          </div>
        ))}
      </div>
      {entries.length === 0 && (
        <p className={css['none']} role="status">
          Nothing found for “{query.trim()}”.
        </p>
      )}
      <Hints entry={entry} />
    </>
  );
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Copying what is selected in the field stays what it is. */
function isCopy(event: KeyboardEvent<HTMLInputElement>): boolean {
  const { selectionStart, selectionEnd } = event.currentTarget;
  return (
    event.key.toLowerCase() === 'c' &&
    isModHeld(event, getState().platform) &&
    selectionStart === selectionEnd
  );
}

function Hints({ entry }: { readonly entry: Entry | undefined }) {
  const state = useStore();
  if (entry === undefined) return null;
  const client = entry.kind === 'subject' ? clientsOf(state, entry.subject)[0] : undefined;
  const verb =
    entry.kind === 'action'
      ? 'Run'
      : entry.kind === 'profile'
        ? 'Show'
        : client === undefined
          ? 'Copy token'
          : `Open in ${client.name}`;
  return (
    <p className={css['hints']}>
      <kbd>Enter</kbd> {verb}
      {entry.kind === 'subject' && client !== undefined && (
        <span className={cx(css['hint'])}>
          <kbd>{keyOf('copy-token', state.platform)}</kbd> Copy token
        </span>
      )}
      <span className={css['hint']}>
        <kbd>Esc</kbd> Close
      </span>
    </p>
  );
}
