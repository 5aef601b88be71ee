import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toStored } from '../../../app/connections/file-keys.ts';
import { readShared, writeShared } from '../../../app/connections/sharing.ts';
import { migrated, type Migrations } from '../../../app/common/migrations.ts';
import { endpointCacheSchema, signInsSchema } from '../../../main/endpoints/state-files.ts';
import { connectionsSchema } from '../../../main/connections/state-file.ts';
import { settingsSchema } from '../../../main/settings/state-file.ts';
import { windowSchema } from '../../../main/window/state-file.ts';
import { anyConnections, shared } from '../../app/connections/any-connection.ts';

const entries = z.array(z.record(z.string(), z.unknown()));

/** A step that gives each entry's field another name and leaves the others. */
function rename(from: string, to: string): (data: unknown) => unknown {
  return (data) =>
    entries
      .parse(data)
      .map((entry) =>
        Object.fromEntries(Object.entries(entry).map(([key, value]) => [key === from ? to : key, value])),
      );
}

/** A history of a file: each version called some field otherwise, and the last is the present one. */
const anyHistory = fc
  .uniqueArray(fc.constantFrom('id', 'name', 'sign', 'dbUser', 'changedAt', 'region'), { maxLength: 6 })
  .map((fields) => ({
    steps: fields.map((field) => rename(`old_${field}`, field)),
    /** Takes present data back to a version. */
    back: (version: number, data: unknown): unknown =>
      fields
        .slice(version - 1)
        .toReversed()
        .reduce((later, field) => rename(field, `old_${field}`)(later), data),
  }));

describe('a chain of migrations', () => {
  it('runs each step from a version on, once and in order', () => {
    const steps: Migrations = ['b', 'c', 'd'].map((letter) => (data) => `${String(data)}${letter}`);
    expect([1, 2, 3, 4].map((version) => migrated(steps, version, 'a'))).toEqual(['abcd', 'acd', 'ad', 'a']);
  });

  it('that meets data it can make nothing of gives nothing', () => {
    expect(migrated([rename('a', 'b')], 1, 'text')).toBeUndefined();
  });

  it('keeps every field of a shared file, from every version that there ever was', () => {
    fc.assert(
      fc.property(anyConnections, anyHistory, (list, { steps, back }) => {
        const written = z
          .object({ connections: entries })
          .loose()
          .parse(JSON.parse(writeShared(list)));
        for (let version = 1; version <= steps.length + 1; version += 1) {
          const text = JSON.stringify({
            ...written,
            version,
            connections: back(version, written.connections),
          });
          const read = readShared(text, steps);
          if (!read.ok) throw new Error(read.error.message);
          expect(read.value.refused).toEqual([]);
          const found = new Map(read.value.connections.map((one) => [one.id, one]));
          expect(found).toEqual(new Map(list.map((one) => [one.id, shared(one)])));
        }
      }),
    );
  });

  it('keeps every field of the saved connections, from every version that there ever was', () => {
    fc.assert(
      fc.property(anyConnections, anyHistory, (list, { steps, back }) => {
        const written: unknown = JSON.parse(JSON.stringify(list.map(toStored)));
        for (let version = 1; version <= steps.length + 1; version += 1) {
          const data = migrated(steps, version, back(version, written));
          expect(connectionsSchema.parse(data)).toEqual({ value: list, complete: true });
        }
      }),
    );
  });
});

it('each file has a step from each of its earlier versions', () => {
  for (const schema of [
    connectionsSchema,
    endpointCacheSchema,
    settingsSchema,
    signInsSchema,
    windowSchema,
  ]) {
    expect(schema.version).toBe(1 + (schema.migrations?.length ?? 0));
  }
});
