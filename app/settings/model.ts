import { z } from 'zod';
import { terminalId } from '../clients/model.ts';
import { lineOf } from '../common/text/schema.ts';
import { environmentRule, MAX_ENVIRONMENT_RULES } from '../endpoints/environment-rules.ts';
import { regionCode } from '../endpoints/model.ts';
import { profileName } from '../profiles/model.ts';

/** Where one profile is looked into: all regions that its account has enabled, or these. */
const scanScope = z.union([z.literal('all'), z.array(regionCode).min(1).max(64)]);

/** The user's own name of an AWS account. */
export const accountName = lineOf(64).regex(/\S/);

/** What the user has chosen. */
export const settings = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  /** Regions to look into beside each profile's own. */
  regions: z.array(regionCode).max(64),
  /** Where profiles are looked into, by their names; one that is not named: in its own region, and in `regions`. */
  scanScopes: z.record(profileName, scanScope),
  /** Which profile to use for an endpoint that several see, by its partition, host and port. */
  preferredProfiles: z.record(z.string().max(512), profileName),
  /** Which databases are which environment; the first that fits counts, before tags and words in names. */
  environmentRules: z.array(environmentRule).max(MAX_ENVIRONMENT_RULES),
  /** What AWS accounts are called, by their numbers, before AWS's own names of them. */
  accountNames: z.record(lineOf(32).min(1), accountName),
  /** When the clipboard is cleared of a token: when its lease ends, or this many seconds after copying. */
  clearClipboardAfter: z.union([z.literal('lease'), z.literal(30), z.literal(60), z.literal(300)]),
  /** The terminal to open; `auto` takes the first that is found. */
  terminal: z.union([z.literal('auto'), terminalId]),
  /** A PEM file to verify databases with in place of RDS's own certificates; chosen in main's dialog. */
  caFile: z.string().max(4_096).nullable(),
  /** The keys that bring the palette from anywhere, in Electron's words (`CommandOrControl+Shift+Space`); null is off. */
  globalShortcut: z
    .string()
    .max(64)
    .regex(/^((CommandOrControl|Control|Command|Alt|Shift|Super)\+)+([A-Z0-9]|F([1-9]|1[0-9]|2[0-4])|Space)$/)
    .nullable(),
  /** Whether the system's notification says that a token has ended while the window is out of sight. */
  notify: z.boolean(),
  /** Whether Latchkey stays in the tray when its window is closed; on macOS it always does. */
  keepRunning: z.boolean(),
  /** Whether it starts in the tray, without a window. */
  startHidden: z.boolean(),
  /** Whether it starts with the user's session; macOS and Windows. */
  openAtLogin: z.boolean(),
  /** Which versions are offered when the user asks for updates. */
  updateChannel: z.enum(['latest', 'beta']),
});

/** What the user has chosen. */
export type Settings = z.infer<typeof settings>;

/** The settings of a new installation. */
export const defaultSettings: Settings = {
  theme: 'system',
  regions: [],
  scanScopes: {},
  preferredProfiles: {},
  environmentRules: [],
  accountNames: {},
  clearClipboardAfter: 'lease',
  terminal: 'auto',
  caFile: null,
  globalShortcut: null,
  notify: true,
  keepRunning: false,
  startHidden: false,
  openAtLogin: false,
  updateChannel: 'latest',
};
