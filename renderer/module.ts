import type { ComponentType } from 'react';
import type { Bridge } from '../app/contract.ts';
import type { DialogData, State } from './store.ts';

/** What a module puts into the window. */
export interface UiModule {
  /** Subscribes to what main says of the module, and puts it into the store. Returns what cancels that. */
  readonly mirror?: (bridge: Bridge, news: News) => ReadonlyArray<() => void>;
  readonly commands?: readonly Command[];
  /** What the palette offers beside the commands once something is typed: one line for each client, say. */
  readonly offers?: (state: State) => readonly Offer[];
  /** The component of each of its dialogs. */
  readonly dialogs?: Partial<DialogComponents<DialogData>>;
}

/** How a module takes in what main says; what comes before the snapshot is applied after it. */
export interface News {
  /** Applied at once. */
  readonly now: (change: Change) => void;
  /** Applied together with others in a moment: dozens come at the start, and each would draw the list anew. */
  readonly soon: (change: Change) => void;
}

/** How an event changes the state. */
export type Change = (state: State) => Partial<State>;

/** For each dialog a component, which takes what the dialog is about. */
export type DialogComponents<Dialogs> = { readonly [K in keyof Dialogs]: ComponentType<Dialogs[K]> };

/** A line of the palette that does something. */
export interface Offer {
  readonly id: string;
  readonly text: string;
  readonly run: () => void;
}

/**
 * Something that can be done by a key, from the palette or from the application menu. All of these, and the
 * sheet of shortcuts, are made from the commands of the modules.
 */
export interface Command {
  /** The application menu says the same names (`window:menu`). */
  readonly id: string;
  /** What it does, in words: a line of the sheet, and of the palette. */
  readonly text: string;
  /**
   * Its keys as `KeyboardEvent.key` names them, with what is held before them: `Mod+Shift+C`, `F2`, `?`.
   * `Mod` is the command key on macOS and Ctrl elsewhere. Letters are upper case.
   */
  readonly keys?: readonly string[];
  /** Where its keys work: in the whole window, while a list has the focus, or in a dialog. */
  readonly where: Where;
  /** Where its keys mean something else after all. Unset, a key that types a character works outside text fields only. */
  readonly unless?: (target: EventTarget | null) => boolean;
  /** Whether it goes on while the key is held. */
  readonly repeats?: boolean;
  /** Whether there is something to do it to. Unset, there always is. */
  readonly isEnabled?: (state: State) => boolean;
  /** Whether the palette lists it where it is enabled, and under which text where that is another. */
  readonly inPalette?: true | ((state: State) => string);
  /** Does it. `key` is the one that was pressed, without what was held. */
  readonly run: (key?: string) => void;
}

/** Where the keys of a command work. */
export type Where = 'anywhere' | 'list' | 'dialog';
