import type { CommandState as Command } from '../../app/command/model.ts';

/** The `latchkey` command as main says it is. */
export interface CommandState {
  /** Null where it cannot be installed. */
  readonly command: Command | null;
}

/** No command, before main has answered. */
export const commandState: CommandState = { command: null };
