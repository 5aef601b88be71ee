import type { Payload, Snapshot } from '../app/contract.ts';
import { keyText } from './key-names.ts';
import type { Command } from './module.ts';
import { modules } from './modules.ts';
import { getState, type State } from './store.ts';

/** Everything that has a key, or a line in the palette or the application menu. */
export const commands: readonly Command[] = modules.flatMap((module) => module.commands ?? []);

/** Whether a command can be carried out now. */
export function isEnabled({ isEnabled: check }: Command, state: State): boolean {
  return check === undefined || check(state);
}

/**
 * The keys of a command as people read them, the usual one first.
 *
 * @param id of a command
 */
export function keysOf(id: string, platform: Snapshot['platform']): readonly string[] {
  const { keys = [] } = commands.find((command) => command.id === id) ?? {};
  // the key that a Mac's keyboard has for deleting is the one that others call Backspace
  const isUsual = (key: string): boolean => platform === 'darwin' && key === 'Backspace';
  return keys
    .toSorted((a, b) => Number(isUsual(b)) - Number(isUsual(a)))
    .map((key) => keyText(key, platform));
}

/** The usual key of a command as people read it, for a tooltip or a menu; empty where it has none. */
export function keyOf(id: string, platform: Snapshot['platform']): string {
  return keysOf(id, platform)[0] ?? '';
}

/**
 * Does what a choice in the application menu says. In a dialog the keys of commands are the dialog's own affair, and on
 * a Mac the menu hears them first: what has a key does nothing there.
 */
export function runMenuCommand(id: Payload<'window:menu'>['command']): void {
  const state = getState();
  const command = commands.find((one) => one.id === id);
  if (command === undefined || (state.dialog !== null && command.keys !== undefined)) return;
  if (isEnabled(command, state)) command.run();
}
