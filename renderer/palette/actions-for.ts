import { commands, isEnabled, keyOf } from '../commands.ts';
import type { Command } from '../module.ts';
import { modules } from '../modules.ts';
import type { State } from '../store.ts';

/** A line of the palette that does something. */
export interface ActionEntry {
  readonly kind: 'action';
  readonly key: string;
  readonly text: string;
  /** For people; empty where it has no key. */
  readonly keys: string;
  readonly run: () => void;
}

/**
 * What can be done now, in the order of the modules.
 *
 * @param withOffers also what modules offer beside the commands; these are many, and come only when they are asked for
 */
export function actionsFor(from: State, withOffers: boolean): readonly ActionEntry[] {
  const offers = !withOffers ? [] : modules.flatMap((module) => module.offers?.(from) ?? []);
  return [
    ...commands
      .filter((command) => command.inPalette !== undefined && isEnabled(command, from))
      .map((command) => ofCommand(command, from)),
    ...offers.map(({ id, text, run }) => ({
      kind: 'action' as const,
      key: `offer ${id}`,
      text,
      keys: '',
      run,
    })),
  ];
}

function ofCommand({ id, text, inPalette, run }: Command, from: State): ActionEntry {
  return {
    kind: 'action',
    key: `command ${id}`,
    text: typeof inPalette === 'function' ? inPalette(from) : text,
    keys: keyOf(id, from.platform),
    run: () => run(),
  };
}
