import { z } from 'zod';
import { defaultSettings, settings, type Settings } from '../../app/settings/model.ts';
import type { StateFileSchema } from '../files/json-file.ts';

const record = z.record(z.string(), z.unknown());

/** `settings.json`: a setting that is not valid takes its default, the others stay. */
export const settingsSchema: StateFileSchema<Settings> = {
  version: 1,
  initial: defaultSettings,
  parse(data) {
    const held = record.safeParse(data);
    if (!held.success) return null;
    let value = defaultSettings;
    let complete = true;
    for (const [key, given] of Object.entries(held.data)) {
      const next = settings.safeParse({ ...value, [key]: given });
      if (next.success) value = next.data;
      else complete = false;
    }
    return { value, complete };
  },
};
