import type { Result } from '../common/result.ts';

/**
 * Asks the user for a PEM file in the system's own dialog, and checks it.
 *
 * @returns its path, null where the user chose none, or `file-unreadable` where it holds no certificate
 */
export type ChooseCaFile = () => Promise<Result<string | null>>;

/**
 * Takes the keys that bring the palette from anywhere, and gives those that it had back.
 *
 * @param accelerator in Electron's words; null gives them back and takes none
 * @returns `shortcut-taken` where another program has them. Nothing has changed then.
 */
export type ApplyShortcut = (accelerator: string | null) => Result<null>;
