import type { Result } from '../failure.ts';

/**
 * Asks the user for a PEM file in the system's own dialog, and checks it.
 *
 * @returns its path, null where the user chose none, or `file-unreadable` where it holds no certificate
 */
export type ChooseCaFile = () => Promise<Result<string | null>>;
