import { flushSync } from 'react-dom';
import { focusInspector, focusSearch } from '../focus.ts';
import { isIdleSearch, isTyping } from '../key-targets.ts';
import type { UiModule } from '../module.ts';
import { selectedShown, show } from '../selection.ts';
import { openDialog } from '../store.ts';
import { canUndo, undoNewest } from '../toast.ts';
import { canStepBack, moveByKey, refreshAll, stepBack } from './actions.ts';

/**
 * What belongs to the window as a whole. The components of its two dialogs are in `dialogs.tsx`: they show
 * the commands of all modules, this one's among them.
 */
export const windowUi: UiModule = {
  mirror: ({ window }, { now }) => [window.onNotices((notices) => now(() => ({ notices })))],
  commands: [
    {
      id: 'palette',
      text: 'Open the palette',
      keys: ['Mod+K'],
      where: 'anywhere',
      // at once: letters typed right after the key must land in the palette
      run: () => flushSync(() => openDialog({ kind: 'palette' })),
    },
    {
      id: 'search',
      text: 'Search',
      keys: ['/'],
      where: 'anywhere',
      // the search has the focus from the start: the key that leads there must not end up in it
      unless: (target) => isTyping(target) && !(isIdleSearch(target) && target.value === ''),
      run: focusSearch,
    },
    {
      id: 'refresh',
      text: 'Refresh from AWS',
      keys: ['Mod+R'],
      where: 'anywhere',
      inPalette: true,
      run: refreshAll,
    },
    {
      id: 'back',
      text: 'Close the inspector, or clear the search',
      keys: ['Escape'],
      where: 'anywhere',
      isEnabled: canStepBack,
      run: stepBack,
    },
    {
      id: 'undo',
      text: 'Undo',
      keys: ['Mod+Z'],
      where: 'anywhere',
      // there it takes back what was typed
      unless: isTyping,
      isEnabled: canUndo,
      run: undoNewest,
    },
    {
      id: 'show-connections',
      text: 'Show connections',
      where: 'anywhere',
      inPalette: true,
      run: () => show('connections'),
    },
    {
      id: 'show-databases',
      text: 'Show databases',
      where: 'anywhere',
      inPalette: true,
      run: () => show('databases'),
    },
    {
      id: 'show-active',
      text: 'Show active tokens and sessions',
      where: 'anywhere',
      inPalette: true,
      run: () => show('active'),
    },
    {
      id: 'shortcuts',
      text: 'Keyboard shortcuts',
      keys: ['?'],
      where: 'anywhere',
      inPalette: true,
      run: () => openDialog({ kind: 'shortcuts' }),
    },
    {
      id: 'move',
      text: 'Move up or down',
      keys: ['ArrowUp', 'ArrowDown'],
      where: 'list',
      repeats: true,
      run: moveByKey,
    },
    {
      id: 'move-page',
      text: 'Move up or down by a page',
      keys: ['PageUp', 'PageDown'],
      where: 'list',
      repeats: true,
      run: moveByKey,
    },
    {
      id: 'move-end',
      text: 'Go to the first or the last',
      keys: ['Home', 'End'],
      where: 'list',
      run: moveByKey,
    },
    {
      id: 'inspector',
      text: 'Go to the inspector',
      keys: [' '],
      where: 'list',
      isEnabled: (state) => selectedShown(state) !== null,
      run: focusInspector,
    },
  ],
};
