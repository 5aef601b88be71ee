import type { GlobalShortcut } from 'electron';
import { fail, succeed } from '../../app/common/result.ts';
import type { ApplyShortcut } from '../../app/settings/ports.ts';

/**
 * The keys that bring the palette from anywhere. New keys are taken before the old ones are given back, so
 * that a refusal leaves everything as it was.
 *
 * @param keys Electron's `globalShortcut`
 * @param onPressed shows the palette
 */
export function globalKeys(
  keys: Pick<GlobalShortcut, 'register' | 'unregister'>,
  onPressed: () => void,
): ApplyShortcut {
  let held: string | null = null;
  return (accelerator) => {
    if (accelerator === held) return succeed(null);
    if (accelerator !== null && !take(keys, accelerator, onPressed)) {
      return fail('shortcut-taken', `${accelerator} is already used by another program or by the system.`, {
        hint: 'Choose other keys.',
      });
    }
    if (held !== null) keys.unregister(held);
    held = accelerator;
    return succeed(null);
  };
}

/** Electron answers false for keys that others have, and throws for keys that it does not know. */
function take(keys: Pick<GlobalShortcut, 'register'>, accelerator: string, onPressed: () => void): boolean {
  try {
    return keys.register(accelerator, onPressed);
  } catch {
    return false;
  }
}
