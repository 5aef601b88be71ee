import { z } from 'zod';
import { profileName } from '../profiles/model.ts';
import { endpoint, endpointId, regionCode, scan } from './model.ts';

/** What is new of one region as one profile sees it; all else of it stays as the window knows it. */
export const scanChange = z.strictObject({
  ...scan.omit({ endpoints: true }).shape,
  /** Endpoints that are new or different. */
  changed: z.array(endpoint).max(1_000),
  /** Ids of those that are no longer in the list. */
  gone: z.array(endpointId).max(20_000),
});

/** What is new of one region as one profile sees it. */
export type ScanChange = z.infer<typeof scanChange>;

/** How many of the scopes that are being scanned are done. */
export const scanProgress = z.strictObject({ done: z.int().min(0), total: z.int().min(1) });

/** How many of the scopes that are being scanned are done. */
export type ScanProgress = z.infer<typeof scanProgress>;

/** A scope whose scan is over, and when, in milliseconds since the epoch. */
export const finished = z.strictObject({ profile: profileName, region: regionCode, finishedAt: z.number() });

/** A scope whose scan is over, and when. */
export type Finished = z.infer<typeof finished>;

/** What is more than the window shows. */
export const leftOut = z.strictObject({ scopes: z.int().min(0), endpoints: z.int().min(0) });

/** What is more than the window shows. */
export type LeftOut = z.infer<typeof leftOut>;
