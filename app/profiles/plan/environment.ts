import type { Owner } from './setting-text.ts';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether a switch is on: a variable of the environment goes before the file, and only `true` is on. */
export function isOn(variable: string | undefined, { settings }: Owner, key: string): boolean {
  const value = variable ?? settings.get(key)?.value;
  return typeof value === 'string' && value.toLowerCase() === 'true';
}
