import { z } from 'zod';
import { terminalId } from '../clients/model.ts';
import { regionCode } from '../endpoints/model.ts';

/** What the user has chosen. */
export const settings = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  /** Regions to look into beside each profile's own. */
  regions: z.array(regionCode).max(64),
  /** When the clipboard is cleared of a token: when its lease ends, or this many seconds after copying. */
  clearClipboardAfter: z.union([z.literal('lease'), z.literal(30), z.literal(60), z.literal(300)]),
  /** The terminal to open; `auto` takes the first that is found. */
  terminal: z.union([z.literal('auto'), terminalId]),
  /** A PEM file to verify databases with in place of RDS's own certificates; chosen in main's dialog. */
  caFile: z.string().max(4_096).nullable(),
});

/** What the user has chosen. */
export type Settings = z.infer<typeof settings>;

/** The settings of a new installation. */
export const defaultSettings: Settings = {
  theme: 'system',
  regions: [],
  clearClipboardAfter: 'lease',
  terminal: 'auto',
  caFile: null,
};
