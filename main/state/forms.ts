import { z } from 'zod';
import { endpointId, signIn } from '../../app/endpoints/model.ts';
import type { SignIns } from '../../app/endpoints/service.ts';
import { defaultSettings, settings, type Settings } from '../../app/settings/model.ts';
import { bounds, type Bounds } from '../window/bounds.ts';
import type { FileForm } from './json-file.ts';

const record = z.record(z.string(), z.unknown());

/** `settings.json`: a setting that is not valid takes its default, the others stay. */
export const settingsForm: FileForm<Settings> = {
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

/** `sign-ins.json`: an entry that is not valid is left out, the others stay. */
export const signInsForm: FileForm<SignIns> = {
  version: 1,
  initial: {},
  parse(data) {
    const held = record.safeParse(data);
    if (!held.success) return null;
    const entries = Object.entries(held.data);
    const valid = entries.flatMap(([id, given]) => {
      const one = signIn.safeParse(given);
      return one.success && endpointId.safeParse(id).success ? [[id, one.data] as const] : [];
    });
    return { value: Object.fromEntries(valid), complete: valid.length === entries.length };
  },
};

/** `window.json`: where the window was left. */
export const boundsForm: FileForm<Bounds | null> = {
  version: 1,
  initial: null,
  parse(data) {
    const held = bounds.nullable().safeParse(data);
    return held.success ? { value: held.data, complete: true } : null;
  },
};
