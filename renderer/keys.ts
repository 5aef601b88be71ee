import { commands, isEnabled } from './commands.ts';
import { chordOf, isPressed, isText } from './key-names.ts';
import { isInDialog, isInOverlay, isOnList, isTyping } from './key-targets.ts';
import type { Command } from './module.ts';
import { getState } from './store.ts';

/**
 * Listens to the keys of the commands. What a focused control uses itself (a menu, a dialog, a text field)
 * never arrives here or is left alone.
 *
 * @returns stops listening
 */
export function listenToKeys(): () => void {
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const { platform } = getState();
  for (const command of commands) {
    const pressed = command.keys?.find((key) => isPressed(key, event, platform));
    if (pressed === undefined || !works(command, pressed, event.target)) continue;
    const canRun = isEnabled(command, getState());
    // a browser has uses of its own for keys that are held together, such as opening a file
    if (!canRun && !isHeldTogether(pressed)) return;
    event.preventDefault();
    if (canRun && (!event.repeat || command.repeats === true)) command.run(event.key);
    return;
  }
}

function works({ where, unless }: Command, key: string, target: EventTarget | null): boolean {
  if (where === 'dialog' ? !isInDialog(target) : isInOverlay(target)) return false;
  if (where === 'list' && !isOnList(target)) return false;
  return !(unless ?? (isText(key) ? isTyping : never))(target);
}

function isHeldTogether(key: string): boolean {
  const { mod, alt } = chordOf(key);
  return mod || alt;
}

function never(): boolean {
  return false;
}
