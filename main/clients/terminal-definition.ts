import type { TerminalId } from '../../app/clients/model.ts';

/** A terminal that Latchkey knows how to open, as data. */
export interface TerminalDefinition {
  readonly id: TerminalId;
  /** The terminal's name, for people. */
  readonly name: string;
  /** A program to look for on PATH and in `folders`, or macOS applications by full path. */
  readonly look:
    | { readonly program: string; readonly folders: readonly string[] }
    | { readonly applications: readonly string[] };
  /** What it opens its window on, where a system may be without; `nothing` where that is not known. */
  readonly needs: 'nothing' | 'a display' | 'Wayland';
  /**
   * What to run.
   *
   * @param found the program's or application's full path
   * @param script the start script's full path
   */
  command(found: string, script: string): readonly [program: string, ...args: string[]];
  /** What to do where it has not run the script after a while, if there is a usual cause. */
  readonly ifSilent?: string;
}
