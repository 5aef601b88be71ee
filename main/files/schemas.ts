import { z } from 'zod';
import { clientChoices, clientId, ownClient, type ClientChoices } from '../../app/clients/model.ts';
import { storedConnection, toStored } from '../../app/connections/file-keys.ts';
import { connectionId, MAX_CONNECTIONS, type Connection } from '../../app/connections/model.ts';
import { endpointId, scan, signIn, type Scan } from '../../app/endpoints/model.ts';
import type { SignIns } from '../../app/endpoints/service.ts';
import { gatewayMigrations } from '../../app/gateway/migrations.ts';
import { gatewayChoice, type GatewayChoice } from '../../app/gateway/model.ts';
import { defaultSettings, settings, type Settings } from '../../app/settings/model.ts';
import { keptPassword, type KeptPassword } from '../gateway/local-passwords.ts';
import { windowBounds, type WindowBounds } from '../window/bounds.ts';
import type { StateFileSchema } from './json-file.ts';

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

/** `sign-ins.json`: an entry that is not valid is left out, the others stay. */
export const signInsSchema: StateFileSchema<SignIns> = {
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

/**
 * `connections.json`: an entry that is not valid is left out, and so is one whose id an earlier one has;
 * the others stay.
 */
export const connectionsSchema: StateFileSchema<Connection[]> = {
  version: 1,
  initial: [],
  parse(data) {
    const held = z.array(z.unknown()).safeParse(data);
    if (!held.success) return null;
    const valid = new Map<string, Connection>();
    for (const given of held.data) {
      const one = storedConnection.safeParse(given);
      if (one.success && !valid.has(one.data.id) && valid.size < MAX_CONNECTIONS) {
        valid.set(one.data.id, one.data);
      }
    }
    return { value: [...valid.values()], complete: valid.size === held.data.length };
  },
  write: (value) => value.map(toStored),
};

/** `clients.json`: a path or a client of the user's own that is not valid is left out, the others stay. */
export const clientChoicesSchema: StateFileSchema<ClientChoices> = {
  version: 1,
  initial: { paths: {}, own: [] },
  parse(data) {
    const held = z.object({ paths: record, own: z.array(z.unknown()) }).safeParse(data);
    if (!held.success) return null;
    const entries = Object.entries(held.data.paths);
    const paths = entries.flatMap(([id, given]) => {
      const path = clientChoices.shape.paths.valueType.safeParse(given);
      return path.success && clientId.safeParse(id).success ? [[id, path.data] as const] : [];
    });
    const own = held.data.own.flatMap((given) => ownClient.safeParse(given).data ?? []);
    const complete = paths.length === entries.length && own.length === held.data.own.length;
    return { value: { paths: Object.fromEntries(paths), own: own.slice(0, 32) }, complete };
  },
};

/** `gateways.json`: an entry that is not valid is left out, and so is one whose port an earlier one has. */
export const gatewaysSchema: StateFileSchema<GatewayChoice[]> = {
  version: 2,
  migrations: gatewayMigrations,
  initial: [],
  parse(data) {
    const held = z.array(z.unknown()).safeParse(data);
    if (!held.success) return null;
    const valid: GatewayChoice[] = [];
    for (const given of held.data) {
      const one = gatewayChoice.safeParse(given);
      const isTaken = valid.some(
        ({ connectionId, port }) => connectionId === one.data?.connectionId || port === one.data?.port,
      );
      if (one.success && !isTaken) valid.push(one.data);
    }
    return { value: valid, complete: valid.length === held.data.length };
  },
};

/** `links.json`: an id that is not one is left out. */
export const linksSchema: StateFileSchema<string[]> = {
  version: 1,
  initial: [],
  parse(data) {
    const held = z.array(z.unknown()).safeParse(data);
    if (!held.success) return null;
    const valid = held.data.flatMap((given) => {
      const one = connectionId.safeParse(given);
      return one.success ? [one.data] : [];
    });
    const value = valid.slice(0, MAX_CONNECTIONS);
    return { value, complete: value.length === held.data.length };
  },
};

/** `local-passwords.json`: an entry that is not valid is left out, the others stay. */
export const localPasswordsSchema: StateFileSchema<Record<string, KeptPassword>> = {
  version: 1,
  initial: {},
  parse(data) {
    const held = record.safeParse(data);
    if (!held.success) return null;
    const entries = Object.entries(held.data);
    const valid = entries.flatMap(([id, given]) => {
      const one = keptPassword.safeParse(given);
      return one.success ? [[id, one.data] as const] : [];
    });
    return { value: Object.fromEntries(valid), complete: valid.length === entries.length };
  },
};

/** `endpoint-cache.json`: what discovery last found, to be on show at once; what is not valid is found anew. */
export const endpointCacheSchema: StateFileSchema<Scan[]> = {
  version: 1,
  initial: [],
  disposable: true,
  parse(data) {
    const held = z.array(scan).safeParse(data);
    return held.success ? { value: held.data, complete: true } : null;
  },
};

/** `window.json`: how the window was left. */
export const windowSchema: StateFileSchema<WindowBounds | null> = {
  version: 1,
  initial: null,
  parse(data) {
    const held = windowBounds.nullable().safeParse(data);
    return held.success ? { value: held.data, complete: true } : null;
  },
};
