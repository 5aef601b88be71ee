import { z } from 'zod';

/** What the interface knows of diagnostics: whether the log is a debug log. */
export const diagnosticsState = z.strictObject({ isDebug: z.boolean() });

/** What the interface knows of diagnostics. */
export type DiagnosticsState = z.infer<typeof diagnosticsState>;

/** What runs here, as each part says it of itself; null where a part is not there. */
export interface Versions {
  readonly latchkey: string;
  readonly electron: string | null;
  readonly chromium: string | null;
  readonly node: string;
  /** The system's name, release and processor. */
  readonly os: string;
}

/** What is taken out of diagnostics, for they are sent to others: the user's own folder and log-in name. */
export interface Person {
  readonly home: string;
  readonly user: string;
}
