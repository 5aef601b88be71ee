import type { DialogComponents, UiModule } from '../module.ts';
import { onSelected, selectedShown, selectedSubject } from '../selection.ts';
import { openCopyAs } from './actions.ts';
import { CopyAsDialog } from './copy-as-dialog.tsx';
import type { CopyFormatsDialogs } from './state.ts';

const dialogs: DialogComponents<CopyFormatsDialogs> = { 'copy-as': CopyAsDialog };

/** What the window has of copying in many formats. */
export const copyFormats: UiModule = {
  dialogs,
  commands: [
    {
      id: 'copy-as',
      text: 'Copy as…',
      keys: ['Mod+Shift+C'],
      where: 'anywhere',
      ...onSelected((subject) => openCopyAs(subject)),
      isEnabled: (state) => (selectedShown(state)?.family ?? null) !== null,
      inPalette: (state) => `Copy ${selectedSubject(state)?.name ?? ''} as…`,
    },
  ],
};
