import { z } from 'zod';
import type { EngineFamily } from '../endpoints/model.ts';

/** The SQL programs that Latchkey can open. */
export const clientId = z.enum(['psql', 'mysql', 'mariadb']);

/** One of the SQL programs that Latchkey can open. */
export type ClientId = z.infer<typeof clientId>;

/** Whether a program was found on this machine. */
export const client = z.strictObject({
  id: clientId,
  name: z.string().max(64),
  found: z.boolean(),
});

/** Whether a program was found on this machine. */
export type Client = z.infer<typeof client>;

/** The terminals that Latchkey knows how to open, over all systems. */
export const terminalId = z.enum([
  'environment',
  'x-terminal-emulator',
  'gnome-terminal',
  'konsole',
  'kitty',
  'alacritty',
  'wezterm',
  'xterm',
  'terminal-app',
  'iterm2',
  'windows-terminal',
  'conhost',
]);

/** One of the terminals that Latchkey knows how to open. */
export type TerminalId = z.infer<typeof terminalId>;

/** A terminal that was found on this machine. */
export const terminal = z.strictObject({ id: terminalId, name: z.string().max(128) });

/** What was found on this machine: every client (found or not), and the terminals in order of choice. */
export const programs = z.strictObject({
  clients: z.array(client).max(64),
  terminals: z.array(terminal).max(64),
});

/** What was found on this machine. */
export type Programs = z.infer<typeof programs>;

/** Clients that speak an engine's protocol, the best first: MariaDB's client speaks MySQL's and back. */
export function clientsFor(family: EngineFamily): readonly ClientId[] {
  if (family === 'postgres') return ['psql'];
  return family === 'mariadb' ? ['mariadb', 'mysql'] : ['mysql', 'mariadb'];
}
