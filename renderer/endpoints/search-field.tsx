import { Search, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { runPrimary } from '../clients/actions.ts';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { moveSelection, search, selectedShown } from './actions.ts';
import css from './search-field.module.css';

/** The search: it selects the best match while one types, and Enter acts on it. */
export function SearchField() {
  const query = useStore((state) => state.query);
  const isMac = useStore((state) => state.platform === 'darwin');

  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter that ends a composition (Japanese, Chinese) is not a command
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      moveSelection(event.key === 'ArrowDown' ? 1 : -1);
    }
    if (event.key === 'Enter') {
      const endpoint = selectedShown();
      if (endpoint !== null) void runPrimary(endpoint);
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
        aria-label="Search databases"
        aria-keyshortcuts={isMac ? 'Meta+K /' : 'Control+K /'}
        placeholder="Search databases, accounts, regions"
        autoComplete="off"
        spellCheck="false"
        value={query}
        onChange={(event) => search(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {query === '' ? (
        <kbd className={css['key']}>{isMac ? '⌘K' : 'Ctrl K'}</kbd>
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
