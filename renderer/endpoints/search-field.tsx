import { Search, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { runPrimary } from '../clients/actions.ts';
import { move, search, selectedShown } from '../selection.ts';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import css from './search-field.module.css';

/** The search: it selects the best match while one types, and Enter acts on it. */
export function SearchField() {
  const query = useStore((state) => state.query);
  const isConnections = useStore((state) => state.view === 'connections');
  const what = isConnections ? 'connections' : 'databases';

  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter that ends a composition (Japanese, Chinese) is not a command
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      move(event.key === 'ArrowDown' ? 1 : -1);
    }
    if (event.key === 'Enter') {
      const subject = selectedShown();
      if (subject !== null) void runPrimary(subject);
    }
  };

  return (
    <div className={css['search']} role="search">
      <Search size={14} aria-hidden="true" />
      <input
        data-search
        className={css['input']}
        type="text"
        role="searchbox"
        aria-label={`Search ${what}`}
        aria-keyshortcuts="/"
        placeholder={
          isConnections ? 'Search connections, hosts, notes' : 'Search databases, accounts, regions'
        }
        autoComplete="off"
        spellCheck="false"
        value={query}
        onChange={(event) => search(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {query === '' ? (
        <kbd className={css['key']}>/</kbd>
      ) : (
        <Button
          look="quiet"
          size="icon"
          aria-label="Clear"
          className={css['clear']}
          onPress={() => search('')}
        >
          <X size={14} />
        </Button>
      )}
    </div>
  );
}
