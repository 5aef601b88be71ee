import { hasSelectedText, isIdleSearch, isTyping } from '../key-targets.ts';
import type { UiModule } from '../module.ts';
import { onSelected } from '../selection.ts';
import { copyToken } from './actions.ts';

/** What the window has of tokens. */
export const tokens: UiModule = {
  mirror: ({ tokens: bridge }, { now }) => [bridge.onLeases((leases) => now(() => ({ leases })))],
  commands: [
    {
      id: 'copy-token',
      text: 'Copy a token',
      keys: ['Mod+C'],
      where: 'anywhere',
      // the search is where one types and goes on from: with nothing selected in it there is nothing else to copy
      unless: (target) => (isTyping(target) && !isIdleSearch(target)) || hasSelectedText(),
      ...onSelected((subject) => copyToken(subject)),
    },
  ],
};
