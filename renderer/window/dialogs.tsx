import { createElement, type ReactNode } from 'react';
import type { DialogComponents } from '../module.ts';
import { modules } from '../modules.ts';
import { Palette } from '../palette/palette.tsx';
import { useStore, type DialogData } from '../store.ts';
import { ShortcutsDialog } from './shortcuts.tsx';
import type { WindowDialogs } from './state.ts';

const own: DialogComponents<WindowDialogs> = { palette: Palette, shortcuts: ShortcutsDialog };
const components: ReadonlyArray<Partial<DialogComponents<DialogData>>> = [
  own,
  ...modules.map(({ dialogs = {} }) => dialogs),
];

/** The dialog that is open, if one is. What it holds is gone with it. */
export function OpenDialog() {
  const dialog = useStore((state) => state.dialog);
  return dialog === null ? null : elementOf(dialog.kind, dialog);
}

function elementOf<K extends keyof DialogData>(kind: K, data: DialogData[K]): ReactNode {
  const component = components.find((some) => kind in some)?.[kind];
  return component === undefined ? null : createElement(component, { key: kind, ...data });
}
