import { regionPlaces } from '../../app/endpoints/names.ts';

/** AWS's regions with RDS, to choose from; others can be typed. */
export const awsRegions: ReadonlyArray<{ readonly text: string; readonly note: string }> = Object.entries(
  regionPlaces,
).map(([text, note]) => ({ text, note }));
